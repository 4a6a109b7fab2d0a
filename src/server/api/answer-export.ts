import "server-only";
import { runtime } from "../runtime";

interface Export {
  userId: string;
  /** For the log. */
  what: string;
  type: string;
  fileName: string;
  /** Puts the export on record; its lines are read as they are downloaded. */
  begin: () => Promise<AsyncGenerator<string>>;
  /** Milliseconds for which a download may take nothing. */
  patience?: number;
}

/**
 * A file as an answer. It holds one of the places for exports until its last line, its failure, the end of the download, or
 * a minute in which that took nothing; without a place it does not begin, and leaves no record. Throws what `take` throws.
 */
export async function answerExport({
  userId,
  what,
  type,
  fileName,
  begin,
  patience = 60_000,
}: Export): Promise<Response> {
  const leave = runtime().exports.take(userId);
  try {
    return new Response(streamLines(await begin(), { what, leave, patience }), {
      headers: {
        "content-type": type,
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    leave();
    throw error;
  }
}

/** Pulled line by line, so that a slow download holds no memory; a failure breaks it off, and the file shows that by its end. */
function streamLines(
  lines: AsyncGenerator<string>,
  { what, leave, patience }: { what: string; leave: () => void; patience: number },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let standstill: NodeJS.Timeout | undefined;
  const end = () => {
    clearTimeout(standstill);
    leave();
  };
  const breakOff = (controller: ReadableStreamDefaultController, err: unknown) => {
    end();
    runtime().logger.error({ err }, `${what} broke off`);
    controller.error(new Error("The export broke off."));
  };
  return new ReadableStream({
    async pull(controller) {
      clearTimeout(standstill);
      try {
        const { done, value } = await lines.next();
        if (done) {
          end();
          return controller.close();
        }
        controller.enqueue(encoder.encode(value));
        standstill = setTimeout(() => {
          breakOff(controller, new Error("The download stood still."));
          void lines.return(undefined);
        }, patience);
      } catch (err) {
        breakOff(controller, err);
      }
    },
    cancel: async () => {
      end();
      await lines.return(undefined);
    },
  });
}
