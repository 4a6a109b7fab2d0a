"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/button";
import type { KeyValueItem } from "@/components/key-value";
import { usePanelFocus } from "@/components/panel-focus";
import { requestKindWords, type TokenRequestKind } from "@/contracts/request-kinds";
import { FormFrame } from "./form-frame";
import type { LiveFormProps } from "./live-form";

interface LiveFormFrameProps extends Pick<LiveFormProps, "settings" | "onDone"> {
  kind: TokenRequestKind;
  /** What the request does, in a sentence or two. */
  lead: ReactNode;
  signed: readonly KeyValueItem[];
  form: {
    formState: { isSubmitting: boolean; isSubmitted: boolean; isValid: boolean };
    forget: () => void;
    leaveGuard: ReactNode;
  };
  onSubmit: () => void;
  error: string | undefined;
  /** What stands under the button. */
  summary?: ReactNode;
  children: ReactNode;
}

/** A form that asks for a change to a live token. */
export function LiveFormFrame(props: LiveFormFrameProps) {
  const { kind, lead, settings, form, onDone } = props;
  const { isSubmitting, isSubmitted, isValid } = form.formState;
  const heading = usePanelFocus();
  const giveUp = () => {
    form.forget();
    onDone();
  };
  return (
    <FormFrame
      label={requestKindWords[kind]}
      onSubmit={props.onSubmit}
      signed={props.signed}
      approvers={settings.approvers}
      error={props.error}
      unsent={isSubmitted && !isValid}
      leaveGuard={form.leaveGuard}
      buttons={
        <>
          <Button type="submit" variant="primary" size="lg" block pending={isSubmitting}>
            Submit request
          </Button>
          {props.summary}
          <Button variant="quiet" block onPress={giveUp}>
            Give up
          </Button>
        </>
      }
    >
      <div>
        <h3 {...heading}>{requestKindWords[kind]}</h3>
        <p className="max-w-[68ch] text-13 text-text-2">{lead}</p>
      </div>
      {props.children}
    </FormFrame>
  );
}
