import { z } from "zod";
import { idSchema } from "./id";
import { plainText } from "./plain-text";

export const longestComment = 2000;
/** Comments on one request, all its people together. */
export const mostComments = 100;
/** Comments of one person in a minute, on all requests together. */
export const commentsPerMinute = 5;

/** What one side says to the other about a request; never part of what is signed. */
export const commentOnRequestInput = z.object({
  requestId: idSchema,
  text: plainText({
    what: "A comment",
    min: 1,
    max: longestComment,
    tooShort: "Write what you want to say.",
    tooLong: "A comment has at most 2,000 characters.",
  }),
});
export type CommentOnRequestInput = z.infer<typeof commentOnRequestInput>;
