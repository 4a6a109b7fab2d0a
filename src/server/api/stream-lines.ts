import "server-only";
import { runtime } from "../runtime";

/** Pulled line by line, so that a slow download holds no memory; a failure breaks it off, and the file shows that by its end. */
export function streamLines(lines: AsyncGenerator<string>, what: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (err) {
        runtime().logger.error({ err }, `${what} broke off`);
        controller.error(new Error("The export broke off."));
      }
    },
    cancel: async () => {
      await lines.return(undefined);
    },
  });
}
