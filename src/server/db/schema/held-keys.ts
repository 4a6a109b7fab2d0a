import { pgTable, text } from "drizzle-orm/pg-core";
import { at, bytea, createdAt } from "./columns";

/** What is known of the keys that the settings hold, never the keys: how far a rotation came, and since when one is replaced. */
export const heldKeys = pgTable("held_keys", {
  id: text().primaryKey(),
  /** A one-way mark of the key, so that another key under the same id is noticed. */
  mark: bytea().notNull(),
  createdAt: createdAt(),
  /** Everything encrypted is encrypted with this one, or was. */
  finishedAt: at(),
  replacedAt: at(),
  /** Gone from the settings, and nothing needs it. */
  destroyedAt: at(),
});
