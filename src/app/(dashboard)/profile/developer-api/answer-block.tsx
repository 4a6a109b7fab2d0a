import Link from "next/link";
import { Button } from "@/components/button";
import { CodeBlock } from "@/components/code-block";
import { CopyButton } from "@/components/copy-button";
import { StateChip } from "@/components/state-chip";
import type { Answer } from "./call";

interface AnswerBlockProps {
  answer: Answer;
  seesRecords: boolean;
  /** Asks for the page that the answer's cursor leads to. */
  onNext: ((cursor: string) => void) | undefined;
}

/** What came back: status, time, size and body, with the way to its record for whoever may read it, and to the next page. */
export function AnswerBlock({ answer, seesRecords, onNext }: AnswerBlockProps) {
  const { status, said, milliseconds, bytes, body, requestId, nextCursor } = answer;
  return (
    <div aria-live="polite" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <CodeBlock
        label="Response"
        samples={[{ name: "Response", code: body }]}
        head={
          <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 pl-1.5 text-13">
            <StateChip state={status < 400 ? "live" : "refused"}>{said}</StateChip>
            <span className="text-text-3 tabular-nums whitespace-nowrap">
              {`${milliseconds.toLocaleString("en")} ms · ${bytes.toLocaleString("en")} bytes`}
            </span>
          </span>
        }
        actions={
          <span className="flex flex-none items-center gap-1">
            {seesRecords && requestId ? (
              <Link
                href={`/audit-log?request=${encodeURIComponent(requestId)}`}
                className="link text-12 whitespace-nowrap"
              >
                See its record
              </Link>
            ) : null}
            <CopyButton text={body} name="the response" />
          </span>
        }
      />
      {nextCursor ? (
        <Button block disabled={!onNext} onPress={() => onNext?.(nextCursor)}>
          Next page
        </Button>
      ) : null}
    </div>
  );
}
