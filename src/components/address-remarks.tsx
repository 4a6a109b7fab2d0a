import type { ReactNode } from "react";
import type { NetworkEntry } from "@/contracts/network-list";
import { Disclosure } from "./disclosure";

/** An entry with its identity in the form and its place in the list. */
export interface Numbered {
  entry: NetworkEntry;
  key: number;
  /** "Line 17" of the paste, or "No. 4" of the list. */
  place: string;
}

export function Press({ children, onPress }: { children: ReactNode; onPress: () => void }) {
  return (
    <button type="button" onClick={onPress} className="font-medium underline underline-offset-3">
      {children}
    </button>
  );
}

interface SaidProps {
  of: readonly Numbered[];
  one: string;
  many: string;
  what: string;
  onRemove: () => void;
}

/** Entries that are better left out, in one sentence with one press. */
export function Said({ of, one, many, what, onRemove }: SaidProps) {
  if (of.length === 0) return null;
  const texts = of.slice(0, 5).flatMap(({ entry: { result } }) => (result.ok ? [result.network.text] : []));
  const named = of.length > 5 ? `${texts.join(", ")} and ${of.length - 5} more` : texts.join(", ");
  return (
    <p className="text-12 text-expiring wrap-anywhere">
      {named} {of.length === 1 ? one : many} {what}.{" "}
      <Press onPress={onRemove}>{of.length === 1 ? "Remove it" : "Remove them"}</Press>
    </p>
  );
}

interface Line {
  key: number;
  text: ReactNode;
}

export function overlapOf({ entry, key }: Numbered): Line[] {
  const { result, duplicate, coveredBy, approved } = entry;
  if (!result.ok || duplicate || approved?.how === "same") return [];
  const lines = [
    coveredBy && `${result.network.text} lies inside ${coveredBy}, which is in the list too`,
    approved?.how === "inside" && `${result.network.text} lies inside ${approved.network}, approved already`,
    approved?.how === "holds" && `${result.network.text} holds ${approved.network}, approved already`,
  ].filter((one) => typeof one === "string");
  return lines.length > 0 ? [{ key, text: `${lines.join("; ")}.` }] : [];
}

export function rewritingOf({ entry, key }: Numbered): Line[] {
  const { input, result } = entry;
  if (!result.ok || result.network.text.toLowerCase() === input.toLowerCase()) return [];
  const text = (
    <>
      You typed <code>{input}</code>; it is kept as <code>{result.network.text}</code>.
    </>
  );
  return [{ key, text }];
}

/** A few lines as they are; more of them behind a sentence that counts them. */
export function Quiet({ title, lines }: { title: (count: number) => string; lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  const items = lines.map(({ key, text }) => (
    <li key={key} className="text-12 text-text-3 wrap-anywhere">
      {text}
    </li>
  ));
  if (lines.length <= 3) return <ul className="grid gap-1">{items}</ul>;
  return (
    <Disclosure quiet title={title(lines.length)}>
      <ul className="grid max-h-40 gap-1 overflow-y-auto">{items}</ul>
    </Disclosure>
  );
}
