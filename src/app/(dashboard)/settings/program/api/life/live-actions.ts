/** What can be asked for a live token; the word stands in the URL. */
export const liveActions = ["rotate", "renew", "networks", "limits", "lift"] as const;
export type LiveAction = (typeof liveActions)[number];
