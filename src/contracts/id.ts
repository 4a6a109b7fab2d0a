import { z } from "zod";

/** The id of a row, in lower case as the database writes it: the rules that compare ids compare texts. */
export const idSchema = z.uuid("This is not an id.").toLowerCase();
