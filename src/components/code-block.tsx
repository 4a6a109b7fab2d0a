"use client";

import { Fragment, type ReactNode, useState } from "react";
import { CopyButton } from "./copy-button";
import { Segmented } from "./segmented";

export interface CodeSample {
  /** "curl", "JavaScript": the name of its tab. */
  name: string;
  code: string;
}

interface CodeBlockProps {
  /** Names the block for screen readers. */
  label: string;
  samples: readonly CodeSample[];
  /** Stands in the head in place of the tabs, a status for instance. */
  head?: ReactNode;
  /** At the end of the head, in place of the copy button. */
  actions?: ReactNode;
}

/** Code in one or more tongues, with a copy button. */
export function CodeBlock({ label, samples, head, actions }: CodeBlockProps) {
  const [name, setName] = useState(samples[0]?.name ?? "");
  const sample = samples.find((one) => one.name === name) ?? samples[0];
  const tabs = samples.map((one) => ({ value: one.name, label: one.name }));
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface-2">
      <div className="flex min-h-10 items-center justify-between gap-2 border-line border-b bg-surface p-1.5">
        {head ??
          (samples.length > 1 ? (
            <Segmented label={label} options={tabs} value={name} onChange={setName} />
          ) : (
            <span className="pl-1.5 font-medium text-13">{label}</span>
          ))}
        {actions ?? <CopyButton text={sample?.code ?? ""} name={label} />}
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        className="overflow-auto -outline-offset-2"
      >
        <pre className="px-4 py-3 text-[12.5px]/5 wrap-anywhere whitespace-pre-wrap [tab-size:2]">
          <code>{paint(sample?.code ?? "")}</code>
        </pre>
      </section>
    </div>
  );
}

const tokens =
  /(?<comment>^[ \t]*(?:#|\/\/).*$)|(?<key>"(?:[^"\\\n]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<number>\bcus_[\w]+|(?<![\w.-])\d+(?:\.\d+)?(?![\w.-]))/gm;

const colours = {
  comment: "text-code-comment",
  key: "text-code-key",
  string: "text-code-string",
  number: "text-code-number",
} as const;

/** Colours comments, keys, strings and numbers, which serve shell, JSON and the usual languages alike. */
function paint(code: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of code.matchAll(tokens)) {
    const kind = (Object.keys(colours) as (keyof typeof colours)[]).find((one) => match.groups?.[one]);
    parts.push(<Fragment key={`${end}-text`}>{code.slice(end, match.index)}</Fragment>);
    parts.push(
      <span key={`${match.index}-mark`} className={kind && colours[kind]}>
        {match[0]}
      </span>,
    );
    end = match.index + match[0].length;
  }
  parts.push(<Fragment key="rest">{code.slice(end)}</Fragment>);
  return parts;
}
