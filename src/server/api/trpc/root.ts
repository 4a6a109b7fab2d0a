import "server-only";
import { router } from "./procedures";
import { accessRequestsRouter } from "./routers/access-requests";
import { accountRouter } from "./routers/account";
import { addressAsksRouter } from "./routers/address-asks";
import { auditRouter } from "./routers/audit";
import { customersRouter } from "./routers/customers";
import { developerApiRouter } from "./routers/developer-api";
import { emergencyAccessRouter } from "./routers/emergency-access";
import { mailboxRouter } from "./routers/mailbox";
import { messagesRouter } from "./routers/messages";
import { programRouter } from "./routers/program";
import { reviewsRouter } from "./routers/reviews";
import { rolesRouter } from "./routers/roles";
import { secondFactorRouter } from "./routers/second-factor";
import { securityTokensRouter } from "./routers/security-tokens";
import { sessionsRouter } from "./routers/sessions";
import { setupRouter } from "./routers/setup";
import { shellRouter } from "./routers/shell";
import { usersRouter } from "./routers/users";
import { welcomeRouter } from "./routers/welcome";

/** Every procedure; each authorises itself, and each has its row in the tested table of who may call it. */
export const appRouter = router({
  accessRequests: accessRequestsRouter,
  account: accountRouter,
  addressAsks: addressAsksRouter,
  audit: auditRouter,
  customers: customersRouter,
  developerApi: developerApiRouter,
  emergencyAccess: emergencyAccessRouter,
  mailbox: mailboxRouter,
  messages: messagesRouter,
  program: programRouter,
  reviews: reviewsRouter,
  roles: rolesRouter,
  secondFactor: secondFactorRouter,
  securityTokens: securityTokensRouter,
  sessions: sessionsRouter,
  setup: setupRouter,
  shell: shellRouter,
  users: usersRouter,
  welcome: welcomeRouter,
});

export type AppRouter = typeof appRouter;
