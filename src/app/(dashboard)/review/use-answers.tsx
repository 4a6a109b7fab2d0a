import { notify } from "@/components/toast";
import { counted } from "@/contracts/words";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../refusal";
import { ProofCancelled, useFreshProof } from "../use-fresh-proof";

/** Keeps and drops, with a fresh proof where the server asks for one; null when done, else the sentence that says why not. */
export function useAnswers() {
  const proof = useFreshProof("answer the yearly review");
  const keep = trpc.reviews.keep.useMutation();
  const drop = trpc.reviews.drop.useMutation();
  const utils = trpc.useUtils();

  const answer = async (word: string, send: () => Promise<{ answered: number; left: Left[] }>) => {
    const refused = await refusalOf(async () => {
      try {
        const { answered, left } = await proof.run(send);
        const detail = left.map(({ why, lines: count }) => `${counted(count, "line")}: ${why}`).join(" ");
        notify.done(`${counted(answered, "line")} ${word}.`, detail ? { detail } : undefined);
      } catch (error) {
        if (error instanceof ProofCancelled) throw new Error("Nothing was answered: it takes your proof.");
        throw error;
      }
    });
    await Promise.all([utils.reviews.invalidate(), utils.securityTokens.invalidate()]).catch(() => undefined);
    return refused;
  };
  return {
    proofDialog: proof.dialog,
    keep: (lineIds: string[]) => answer("kept", () => keep.mutateAsync({ lineIds })),
    drop: (lineIds: string[], reason: string) =>
      answer("dropped", () => drop.mutateAsync({ lineIds, reason })),
  };
}

interface Left {
  why: string;
  lines: number;
}
