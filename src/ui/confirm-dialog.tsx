"use client";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Field } from "./field";
import { describeProblem } from "./problem";

interface ConfirmDialogProps {
  isOpen: boolean;
  onClose(): void;
  title: string;
  /** What will happen, and what cannot be brought back. */
  children: ReactNode;
  /** The verb on the button: "Delete app". */
  action: string;
  /** The words of the button that closes it without doing anything. */
  dismiss?: string;
  isDanger?: boolean;
  /** What destroys asks for this name to be typed. */
  typedName?: string;
  /** What has to be seen first is not there yet. */
  isWaiting?: boolean;
  /** Does it. The dialog closes when the promise resolves and shows why when it rejects. */
  onConfirm(): Promise<unknown>;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    isOpen,
    onClose,
    title,
    children,
    action,
    dismiss = "Keep",
    isDanger,
    typedName,
    isWaiting,
    onConfirm,
  } = props;
  const [typed, setTyped] = useState("");
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (!isOpen) return;
    setTyped("");
    setProblem(undefined);
  }, [isOpen]);
  const isReady = !isWaiting && (typedName === undefined || typed.trim() === typedName);

  const confirm = async () => {
    if (!isReady || isPending) return;
    setPending(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(describeProblem(error).message);
    } finally {
      setPending(false);
    }
  };
  const footer = (
    <>
      <Button onPress={onClose}>{dismiss}</Button>
      <Button
        variant={isDanger ? "danger" : "primary"}
        isDisabled={!isReady}
        isPending={isPending}
        onPress={() => void confirm()}
      >
        {action}
      </Button>
    </>
  );
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} footer={footer}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <div className="text-muted">{children}</div>
        {typedName === undefined ? null : (
          <Field
            autoFocus
            label={
              <>
                Type <code className="font-semibold">{typedName}</code> to confirm
              </>
            }
            value={typed}
            onValueChange={setTyped}
          />
        )}
        {problem ? (
          <p role="alert" className="text-danger-text">
            {problem}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
