import type { ReactNode } from "react";
import { Avatar } from "@/components/avatar";
import { KeyValue, type KeyValueItem } from "@/components/key-value";
import type { PanelHeading } from "@/components/panel-focus";

interface SideSectionProps {
  title?: string;
  /** For a heading that takes the focus when its panel replaces another. */
  heading?: PanelHeading;
  children: ReactNode;
}

/** A well beside the form, divided by lines. */
export function SideSection({ title, heading, children }: SideSectionProps) {
  return (
    <section className="grid gap-3 border-line px-4 py-4 not-first:border-t desk:px-5">
      {title ? <h3 {...heading}>{title}</h3> : null}
      {children}
    </section>
  );
}

interface SignedSummaryProps {
  title: string;
  items: readonly (KeyValueItem | null)[];
  note?: string;
}

/** What the approver will sign, or signed, word for word. */
export function SignedSummary({ title, items, note }: SignedSummaryProps) {
  return (
    <SideSection title={title}>
      <KeyValue nameWidth={84} items={items} />
      {note ? <p className="text-12 text-text-3">{note}</p> : null}
    </SideSection>
  );
}

/** The people who get a code. */
export function WhoWillBeAsked({ people }: { people: ReadonlyArray<{ id: string; name: string }> }) {
  if (people.length === 0) {
    return (
      <SideSection title="Who will be asked">
        <p className="text-13 text-refused">
          Nobody but you could decide this. Ask an Administrator to make another person Security Admin.
        </p>
      </SideSection>
    );
  }
  return (
    <SideSection title="Who will be asked">
      <ul className="grid gap-2">
        {people.map(({ id, name }) => (
          <li key={id} className="flex items-center gap-2 text-13">
            <Avatar name={name} />
            {name}
          </li>
        ))}
      </ul>
      <p className="text-12 text-text-3">
        Each gets their own approval code by e-mail. One of them decides; it is never you.
      </p>
    </SideSection>
  );
}
