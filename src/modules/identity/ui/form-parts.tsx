import { buttonVariants } from "@heroui/styles";
import type { ComponentProps, ReactNode } from "react";
import type { ButtonVariant } from "@/ui/button";
import { cn } from "@/ui/cn";

interface PlainFieldProps extends ComponentProps<"input"> {
  label: string;
  name: string;
}

/** A labelled line of a form that works before, and without, any script. */
export function PlainField({ label, name, className, ...input }: PlainFieldProps) {
  return (
    <label className="flex flex-col gap-1.5">
      <span className="text-xs font-medium">{label}</span>
      <input name={name} className={cn("input input--full-width h-9 pointer-coarse:h-11", className)} {...input} />
    </label>
  );
}

interface SubmitProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  children: ReactNode;
}

/** The button that sends such a form. */
export function Submit({ variant = "primary", className, ...rest }: SubmitProps) {
  return (
    <button
      type="submit"
      className={buttonVariants({ variant, size: "lg", className: cn("w-full", className) })}
      {...rest}
    />
  );
}
