import { z } from "zod";

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const number = z.string().regex(/^\d{1,19}$/);

/** A checkpoint as it is mailed and downloaded: the newest seal's hash under an Ed25519 signature. */
export const checkpointSchema = z.object({
  format: z.literal("countersign-checkpoint-1"),
  seq: number,
  hash: hex(32),
  /** Records sealed up to here. */
  records: number,
  signed_at: z.iso.datetime(),
  key_id: z.string().max(100),
  public_key: hex(32),
  signature: hex(64),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** One line of an export: a seal with the texts of its records, byte for byte. */
export const exportedSealSchema = z.object({
  seq: number,
  sealed_at: z.string().max(40),
  event_ids: z.array(number),
  digests: z.string().regex(/^[0-9a-f]*$/),
  previous: hex(32),
  hash: hex(32),
  high: number,
  /** Where a record is not there any more, it is missing here. */
  events: z.array(z.string()),
});
export type ExportedSeal = z.infer<typeof exportedSealSchema>;

/** The first line of an export. */
export const exportHeadSchema = z.object({
  format: z.literal("countersign-audit-export-1"),
  program: z.string(),
  exported_at: z.iso.datetime(),
});
