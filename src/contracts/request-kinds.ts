import { z } from "zod";
import { emergencyMinutes } from "./emergency-access";
import { idSchema } from "./id";
import { allPermissions, type Permission } from "./permissions";

/** What can be asked for a token: all of them are signed with the token's whole set of values. */
export const tokenRequestKinds = [
  "new_token",
  "networks",
  "rotation",
  "renewal",
  "limits",
  "lift_suspension",
] as const;
export type TokenRequestKind = (typeof tokenRequestKinds)[number];

/** Other changes that need a Security Admin who did not ask. */
export const changeRequestKinds = [
  "user_roles",
  "role_permissions",
  "user_email",
  "program_settings",
  "factor_reset",
  "break_glass",
] as const;
export type ChangeRequestKind = (typeof changeRequestKinds)[number];

export const requestKinds = [...tokenRequestKinds, ...changeRequestKinds] as const;
export type RequestKind = (typeof requestKinds)[number];

export const isTokenRequestKind = (kind: RequestKind): kind is TokenRequestKind =>
  (tokenRequestKinds as readonly string[]).includes(kind);

/** Of the token's requests, those whose approval lets their requester display a secret. */
export const secretRequestKinds = [
  "new_token",
  "rotation",
  "renewal",
] as const satisfies readonly TokenRequestKind[];

/** Who may ask for what; null: anybody, for themselves. */
export const askPermission: Record<RequestKind, Permission | null> = {
  new_token: "api_settings.manage",
  networks: "api_settings.manage",
  rotation: "api_settings.manage",
  renewal: "api_settings.manage",
  limits: "api_settings.manage",
  lift_suspension: "api_settings.manage",
  program_settings: "api_settings.manage",
  user_roles: "users.manage",
  factor_reset: "users.manage",
  role_permissions: "roles.manage",
  user_email: null,
  break_glass: "customers.read",
};

/** Who sees everybody's requests of a kind beside those who decide them; null: nobody. */
export const sightPermission: Record<RequestKind, Permission | null> = {
  ...askPermission,
  break_glass: null,
};

/** Who may decide what, where it is not their own: holders of any of these. An emergency does not hang on one role. */
export const decidePermissions = (kind: RequestKind): readonly DecidePermission[] =>
  kind === "break_glass" ? ["access_requests.decide", "api_settings.manage"] : ["access_requests.decide"];
export type DecidePermission = "access_requests.decide" | "api_settings.manage";

export const requestKindWords: Record<RequestKind, string> = {
  new_token: "New token",
  networks: "Add addresses",
  rotation: "Rotate secret",
  renewal: "Renew token",
  limits: "Change limits",
  lift_suspension: "Lift a suspension",
  user_roles: "Give a security role",
  role_permissions: "Give a role security permissions",
  user_email: "Change an e-mail address",
  program_settings: "Change Program Settings",
  factor_reset: "Reset second factors",
  break_glass: "Emergency access",
};

const roleOf = z.object({
  id: idSchema,
  name: z.string(),
  permissions: z.array(z.enum(allPermissions as [Permission, ...Permission[]])),
});

/** Settings of the program that a request can weaken, with what they were when it was asked. */
export const guardedSettings = [
  "widestIpv4",
  "widestIpv6",
  "defaultRatePerMinute",
  "defaultDailyLimit",
  "defaultDistinctCeiling",
  "requestDays",
  "tokenDays",
  "reviewDays",
  "secondFactorForAll",
] as const;
export type GuardedSetting = (typeof guardedSettings)[number];

/** What is signed where no token is asked for, in closed shapes. Applied only while what it was made from still stands. */
export const requestedChangeSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("user_roles"),
    userId: idSchema,
    userName: z.string(),
    userEmail: z.string(),
    /** With their permissions at the time of asking. */
    add: z.array(roleOf),
  }),
  z.object({
    kind: z.literal("role_permissions"),
    role: roleOf,
    /** Added by this change. */
    add: roleOf.shape.permissions,
    holders: z.number().int(),
    /** Who holds the role now and would gain them, by name. */
    heldBy: z.array(z.object({ id: idSchema, name: z.string() })),
  }),
  z.object({
    kind: z.literal("user_email"),
    emailChangeId: idSchema,
    userId: idSchema,
    userName: z.string(),
    from: z.string(),
    to: z.string(),
  }),
  z.object({
    kind: z.literal("factor_reset"),
    userId: idSchema,
    userName: z.string(),
    userEmail: z.string(),
    /** How many factors there were when it was asked. */
    factors: z.number().int(),
    /** Which ones, in order of their ids. Absent in what was asked before these were signed: that is asked anew. */
    factorIds: z.array(idSchema).optional(),
  }),
  z.object({
    kind: z.literal("break_glass"),
    /** Always who asks. */
    userId: idSchema,
    userName: z.string(),
    userEmail: z.string(),
    /** The one address, canonical. */
    address: z.string(),
    /** How long from the approval on. */
    minutes: z.number().int().min(emergencyMinutes.shortest).max(emergencyMinutes.longest),
  }),
  z.object({
    kind: z.literal("program_settings"),
    before: z.partialRecord(z.enum(guardedSettings), z.number().int()),
    after: z.partialRecord(z.enum(guardedSettings), z.number().int()),
  }),
]);
export type RequestedChange = z.infer<typeof requestedChangeSchema>;
export type ChangeOf<Kind extends ChangeRequestKind> = Extract<RequestedChange, { kind: Kind }>;
