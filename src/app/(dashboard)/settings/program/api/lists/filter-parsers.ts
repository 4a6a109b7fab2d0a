import { createParser, parseAsInteger, parseAsString } from "nuqs";
import { listTokensInput } from "@/contracts/token-filters";

const { owner, within } = listTokensInput.shape;

/** What the server would refuse is no filter: a link that somebody shortened shows the whole list. */
const parseAsOwner = createParser<string>({
  parse: (text) => owner.safeParse(text).data ?? null,
  serialize: (text) => text,
});
const parseAsDays = createParser<number>({
  parse: (text) => within.safeParse(Number(text)).data ?? null,
  serialize: String,
});
const parseAsPage = createParser<number>({
  parse: (text) => {
    const page = parseAsInteger.parse(text);
    return page !== null && page >= 1 && page <= 100_000 ? page : null;
  },
  serialize: String,
});

/** What both lists have in the URL; the second list's names carry a prefix. */
export const listParsers = {
  search: parseAsString.withDefault(""),
  owner: parseAsOwner,
  within: parseAsDays,
  page: parseAsPage.withDefault(1),
};
