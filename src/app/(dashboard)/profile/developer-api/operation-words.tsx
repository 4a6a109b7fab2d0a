import { CopyButton } from "@/components/copy-button";
import { type Column, DataTable } from "@/components/data-table";
import { KeyValue } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { Tag } from "@/components/tag";
import { columns } from "./columns";
import type { Operation } from "./library-context";
import { LibrarySelect } from "./library-nav";
import { Verb } from "./verb";
import { Words } from "./words";

type LibraryError = Operation["errors"][number];

/** What an operation does, needs, takes and refuses. */
export function OperationWords({ operation, baseUrl }: { operation: Operation; baseUrl: string }) {
  const { name, summary, method, path, errors } = operation;
  return (
    <article className={columns.words}>
      <LibrarySelect current={operation} />
      <header className="grid gap-2">
        <h1>{name}</h1>
        <p className="text-text-2">
          <Words>{summary}</Words>
        </p>
      </header>
      <div className="flex items-center gap-2 rounded-lg border border-line bg-surface-2 py-1.5 pr-1.5 pl-2.5">
        <Verb>{method}</Verb>
        <span className="min-w-0 flex-1 overflow-x-auto font-medium font-mono text-13 whitespace-nowrap">
          {`/api/v1${path}`}
        </span>
        <CopyButton text={`${baseUrl}${path}`} name="the URL" />
      </div>
      <Granted operation={operation} />
      <Parameters operation={operation} />
      <section aria-label="Errors" className="grid gap-2">
        <div className="flex items-baseline justify-between gap-3">
          <h2>Errors</h2>
          <span className="text-13 text-text-3">in the order they are checked</span>
        </div>
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          <DataTable
            label={`Errors of ${name}`}
            columns={errorColumns}
            rows={errors}
            rowKey={({ code }) => code}
          />
        </div>
      </section>
    </article>
  );
}

const errorColumns: Column<LibraryError>[] = [
  {
    key: "status",
    heading: "Status",
    narrow: "corner",
    width: "72px",
    cell: ({ status }) => <span className="font-medium tabular-nums">{status}</span>,
  },
  { key: "code", heading: "Code", narrow: "title", cell: ({ code }) => <Mono>{code}</Mono> },
  {
    key: "when",
    heading: "When",
    cell: ({ when }) => (
      <span className="text-text-2">
        <Words>{when}</Words>
      </span>
    ),
  },
];

function Granted({ operation: { needs, widenedBy } }: { operation: Operation }) {
  const tags = (scopes: readonly string[]) => (
    <span className="flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <Tag key={scope}>{scope}</Tag>
      ))}
    </span>
  );
  return (
    <KeyValue
      nameWidth={84}
      items={[
        { name: "Needs", value: needs.length > 0 ? tags(needs) : "any live token; no scope" },
        widenedBy.length > 0 && { name: "Widened by", value: tags(widenedBy) },
      ]}
    />
  );
}

function Parameters({ operation: { parameters } }: { operation: Operation }) {
  return (
    <section aria-label="Parameters">
      <h2>Parameters</h2>
      <dl>
        {parameters.map(({ name, place, required, words }) => (
          <div
            key={name}
            className="grid gap-x-3 gap-y-0.5 border-line py-2.5 text-13 not-first:border-t desk:grid-cols-[152px_minmax(0,1fr)]"
          >
            <dt>
              <Mono strong>{name}</Mono>
              <span className="block text-12 text-text-3">{required ? `${place} · required` : place}</span>
            </dt>
            <dd className="text-text-2">
              <Words>{words}</Words>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
