import { Eye, EyeOff } from "lucide-react";
import { Fragment } from "react";
import { type Scope, scopeOfGroup } from "@/contracts/scopes";
import { cx } from "../cx";
import { type SampleGroup, sampleCustomer } from "./sample-customer";

/** What a caller would read of an invented customer: each group readable, or left out. */
export function ReadableFields({ scopes }: { scopes: readonly Scope[] }) {
  return (
    <div className="@container">
      <div className="grid @lg:grid-cols-2">
        {sampleCustomer.map((sample) => (
          <Group
            key={sample.group}
            sample={sample}
            readable={sample.group === "basic" || scopes.includes(scopeOfGroup[sample.group])}
          />
        ))}
      </div>
    </div>
  );
}

function Group({ sample, readable }: { sample: SampleGroup; readable: boolean }) {
  return (
    <section
      aria-label={`${sample.title}, ${readable ? "readable" : "left out"}`}
      className="border-line px-4 pt-3 pb-4 @max-lg:not-first:border-t desk:pl-5 @lg:odd:border-r @lg:nth-[n+3]:border-t"
    >
      <div className="mb-1.5 flex items-center justify-between gap-2">
        <h3 className={cx(!readable && "text-text-2")}>{sample.title}</h3>
        <span className={cx("flex items-center gap-1 text-12", readable ? "text-live" : "text-text-3")}>
          {readable ? <Eye className="size-3.5" /> : <EyeOff className="size-3.5" />}
          {readable ? "Readable" : "Left out"}
        </span>
      </div>
      <dl className="grid grid-cols-[76px_minmax(0,1fr)] gap-x-2 gap-y-0.5 text-[12.5px]/5 tabular-nums">
        {sample.fields.map(({ name, value, mono, bar }) => (
          <Fragment key={name}>
            <dt className="text-text-3">{name}</dt>
            <dd className={cx("min-w-0 wrap-anywhere", mono && "font-mono text-12")}>
              {readable ? value : <Mask width={bar} />}
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

function Mask({ width }: { width: number }) {
  return (
    <span
      role="img"
      aria-label="not readable"
      style={{ width }}
      className="inline-block h-2 max-w-full rounded-[4px] bg-[repeating-linear-gradient(90deg,var(--line-strong)_0_5px,transparent_5px_8px)]"
    />
  );
}
