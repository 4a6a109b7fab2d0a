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
}

/**
 * A file as an answer. It holds one of the places for exports until its last line, its failure or the end of the
 * download; without a place it does not begin, and leaves no record. Throws what `take` throws.
 */
export async function answerExport({ userId, what, type, fileName, begin }: Export): Promise<Response> {
  const leave = runtime().exports.take(userId);
  try {
    return new Response(streamLines(await begin(), what, leave), {
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
  what: string,
  leave: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await lines.next();
        if (!done) return controller.enqueue(encoder.encode(value));
        leave();
        controller.close();
      } catch (err) {
        leave();
        runtime().logger.error({ err }, `${what} broke off`);
        controller.error(new Error("The export broke off."));
      }
    },
    cancel: async () => {
      leave();
      await lines.return(undefined);
    },
  });
}
