"use client";

import { Inbox } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { BrandMark } from "@/components/brand-mark";
import { Button } from "@/components/button";
import { cx } from "@/components/cx";
import { EmptyState } from "@/components/empty-state";
import { SearchField } from "@/components/search-field";
import { SkeletonText } from "@/components/skeleton";
import { Tag } from "@/components/tag";
import { ThemeSwitch } from "@/components/theme-switch";
import { trpc } from "@/trpc/client";
import { MailItem } from "./mail-item";
import { MailView } from "./mail-view";

/** A list of mails, newest first, beside the one that is open; it keeps up by itself. */
export function MailboxView() {
  const [{ to, mail }, set] = useQueryStates({
    to: parseAsString.withDefault(""),
    mail: parseAsString.withOptions({ history: "push" }),
  });
  const { data } = trpc.mailbox.list.useQuery({ search: to }, { refetchInterval: 3_000 });
  return (
    <div className="grid h-dvh grid-rows-[auto_minmax(0,1fr)]">
      <header className="flex flex-wrap items-center gap-3 border-line border-b bg-surface px-4 py-2.5 desk:px-6">
        <BrandMark size={28} />
        <h1 className="text-15">Mailbox</h1>
        <Tag>Demonstration</Tag>
        <p className="text-13 text-text-3 max-desk:order-last max-desk:w-full">
          Nothing leaves this machine. Every mail is shown just as it would be sent.
        </p>
        <div className="ml-auto flex items-center gap-2">
          <ThemeSwitch />
          <Button href="/">Open Countersign</Button>
        </div>
      </header>
      <div className="grid min-h-0 desk:grid-cols-[340px_minmax(0,1fr)]">
        <nav
          aria-label="Mails"
          className={cx(
            "min-h-0 grid-rows-[auto_minmax(0,1fr)] border-line border-r bg-surface desk:grid",
            mail ? "hidden" : "grid",
          )}
        >
          <div className="border-line border-b p-3 *:w-full!">
            <SearchField
              value={to}
              onSearch={(words) => void set({ to: words || null })}
              placeholder="Recipient"
            />
          </div>
          <div className="overflow-y-auto">
            {data?.map((one) => (
              <MailItem
                key={one.id}
                mail={one}
                open={one.id === mail}
                onOpen={() => void set({ mail: one.id })}
              />
            ))}
            {data ? null : (
              <div className="p-4">
                <SkeletonText lines={6} />
              </div>
            )}
            {data?.length === 0 ? <EmptyState icon={<Inbox />}>{emptyWords(to)}</EmptyState> : null}
          </div>
        </nav>
        <main className={cx("min-h-0 min-w-0 desk:block", mail ? "block" : "hidden")}>
          {mail ? (
            <MailView key={mail} messageId={mail} onClose={() => void set({ mail: null })} />
          ) : (
            <div className="grid h-full place-items-center">
              <EmptyState icon={<Inbox />}>Pick a mail on the left to read it.</EmptyState>
            </div>
          )}
        </main>
      </div>
    </div>
  );
}

const emptyWords = (to: string) =>
  to
    ? `No mail to “${to}”.`
    : "Approval codes, decisions, invitations and new passwords arrive here. Submit a token to see the first.";
