"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Alert } from "@/components/alert";
import { Avatar } from "@/components/avatar";
import { FieldMessage } from "@/components/field-message";
import { Mono } from "@/components/mono";
import { builtInRoles } from "@/contracts/permissions";
import { useSignIn } from "./use-sign-in";

interface DemonstrationPeopleProps {
  people: ReadonlyArray<{ name: string; email: string; role: string }>;
  password: string;
  path: string;
}

/** The demonstration's door, plainly marked as such. */
export function DemonstrationPeople({ people, password, path }: DemonstrationPeopleProps) {
  const { start, pending, error } = useSignIn(path);
  return (
    <section
      aria-label="Demonstration"
      className="grid place-items-center border-line bg-bg p-6 max-desk:border-t desk:border-l"
    >
      <div className="grid w-full max-w-[440px] gap-5">
        <div className="grid justify-items-start gap-2">
          <span className="rounded-full border border-accent-line bg-accent-soft px-2 font-medium text-12 text-accent-text leading-[22px]">
            Demonstration
          </span>
          <h2 className="text-16">Be one of four people</h2>
          <p className="text-13 text-text-2">
            Walk the main job with two of them: Maya asks for a token, Tomás approves it. One click signs you
            in.
          </p>
        </div>
        <ul className="grid gap-2">
          {people.map((person) => (
            <li key={person.email}>
              <button
                type="button"
                disabled={pending}
                onClick={() => start("demonstration", { email: person.email })}
                className="flex w-full items-center gap-3 rounded-xl border border-line bg-surface px-4 py-3 text-start shadow-card transition-colors hover:border-line-strong disabled:opacity-60"
              >
                <Avatar name={person.name} size="lg" />
                <span className="min-w-0 flex-1">
                  <span className="flex flex-wrap items-baseline gap-x-1.5">
                    <span className="font-medium">{person.name}</span>
                    <span className="text-13 text-text-3">{person.role}</span>
                  </span>
                  <span className="block text-13 text-text-2">
                    {builtInRoles.find((role) => role.name === person.role)?.description}
                  </span>
                </span>
                <ChevronRight className="text-text-3" />
              </button>
            </li>
          ))}
        </ul>
        {error ? <FieldMessage live>{error}</FieldMessage> : null}
        <Alert tone="mail">
          Every e-mail of the demonstration, approval codes included, arrives in the{" "}
          <Link className="link" href="/dev/mailbox" target="_blank">
            demonstration mailbox
          </Link>
          .
        </Alert>
        <p className="text-12 text-text-3">
          Where a password is asked for again, everybody's is <Mono>{password}</Mono>. All this answers only
          on this computer (127.0.0.1 and ::1). The 10,000 customers are invented.
        </p>
      </div>
    </section>
  );
}
