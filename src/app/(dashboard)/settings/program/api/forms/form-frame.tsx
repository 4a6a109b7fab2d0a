"use client";

import type { KeyboardEvent, ReactNode } from "react";
import { CardSection } from "@/components/card";
import { FieldMessage } from "@/components/field-message";
import type { KeyValueItem } from "@/components/key-value";
import { SideSection, SignedSummary, WhoWillBeAsked } from "../signed-summary";

interface FormFrameProps {
  label: string;
  onSubmit: () => void;
  children: ReactNode;
  /** Word for word what will be signed. */
  signed: readonly (KeyValueItem | null)[];
  /** Further fields of the right column. */
  beside?: ReactNode;
  approvers: ReadonlyArray<{ id: string; name: string }>;
  /** The button, and what stands under it. */
  buttons: ReactNode;
  error?: string;
  /** It was tried, and something stands in its way. */
  unsent?: boolean;
  leaveGuard: ReactNode;
}

/** A form that asks for something: its fields, and beside them what will be signed, by whom, and the button. ⌘↵ sends it. */
export function FormFrame(props: FormFrameProps) {
  const press = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    event.currentTarget.requestSubmit();
  };
  return (
    <form
      noValidate
      aria-label={props.label}
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
      onKeyDown={press}
      className="grid border-line border-t wide:grid-cols-[minmax(0,1fr)_304px]"
    >
      <div className="min-w-0">
        <CardSection className="stack-4">{props.children}</CardSection>
      </div>
      <aside className="border-line bg-surface-2 max-wide:border-t wide:rounded-br-xl wide:border-l">
        <SignedSummary
          title="What will be signed"
          items={props.signed}
          note="And your reason, word for word."
        />
        {props.beside}
        <WhoWillBeAsked people={props.approvers} />
        <SideSection>
          {props.buttons}
          {props.error ? <FieldMessage live>{props.error}</FieldMessage> : null}
          {props.unsent && !props.error ? (
            <p className="text-center text-12 text-text-3">Nothing was sent yet.</p>
          ) : null}
        </SideSection>
      </aside>
      {props.leaveGuard}
    </form>
  );
}
