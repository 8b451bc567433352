import { buttonVariants } from "@heroui/styles";
import type { ComponentProps } from "react";
import type { ButtonSize, ButtonVariant } from "./button";

interface ButtonAnchorProps extends ComponentProps<"a"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
}

/** Like ButtonLink for an address outside Berth, a download, or a page that shall not carry the router's script. */
export function ButtonAnchor({ variant = "outline", size = "md", className, children, ...rest }: ButtonAnchorProps) {
  return (
    <a className={buttonVariants({ variant, size, className })} {...rest}>
      {children}
    </a>
  );
}
