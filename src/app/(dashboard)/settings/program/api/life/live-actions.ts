/** What can be asked for a live token; the word stands in the URL. */
export const liveActions = ["rotate", "renew", "networks", "limits"] as const;
export type LiveAction = (typeof liveActions)[number];
