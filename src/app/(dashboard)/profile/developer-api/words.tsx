import { Mono } from "@/components/mono";

/** A sentence in which names between backticks are set as code. */
export function Words({ children }: { children: string }) {
  return children.split("`").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move
      <Mono key={index}>{part}</Mono>
    ) : (
      part
    ),
  );
}
