/** The verb of an operation, in its colour. */
export function Verb({ children }: { children: string }) {
  return <span className="font-mono font-semibold text-[11px]/4 text-live">{children}</span>;
}
