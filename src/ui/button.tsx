import { Button as HeroButton, type ButtonProps as HeroButtonProps } from "@heroui/react/button";
import { buttonVariants } from "@heroui/styles";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { Spinner } from "./spinner";

export { ButtonAnchor } from "./button-anchor";

export type ButtonVariant = "primary" | "outline" | "ghost" | "tertiary" | "danger" | "danger-soft";
export type ButtonSize = "sm" | "md" | "lg";

export interface ButtonProps extends Omit<HeroButtonProps, "variant" | "size" | "children"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  children: ReactNode;
}

/** A button. `isPending` keeps its width and place, shows that work goes on and ignores presses. */
export function Button({ variant = "outline", size = "md", isPending, children, ...rest }: ButtonProps) {
  return (
    <HeroButton variant={variant} size={size} isPending={isPending} {...rest}>
      {isPending ? <Spinner /> : null}
      {children}
    </HeroButton>
  );
}

interface ButtonLinkProps extends Omit<ComponentProps<typeof Link>, "className"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({ variant = "outline", size = "md", className, ...rest }: ButtonLinkProps) {
  return <Link className={buttonVariants({ variant, size, className })} {...rest} />;
}
