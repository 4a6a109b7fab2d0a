import "server-only";
import { router } from "./procedures";
import { accessRequestsRouter } from "./routers/access-requests";
import { mailboxRouter } from "./routers/mailbox";
import { securityTokensRouter } from "./routers/security-tokens";
import { shellRouter } from "./routers/shell";

/** Every procedure; each authorises itself, and each has its row in the tested table of who may call it. */
export const appRouter = router({
  accessRequests: accessRequestsRouter,
  mailbox: mailboxRouter,
  securityTokens: securityTokensRouter,
  shell: shellRouter,
});

export type AppRouter = typeof appRouter;
