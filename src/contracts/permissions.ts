/** Every permission a user role can hold, with the words the screens use. One map for server and screens. */
export const permissions = {
  "users.view": { label: "See users and roles", group: "Users & Roles" },
  "users.manage": { label: "Invite, disable and assign users", group: "Users & Roles" },
  "roles.manage": { label: "Create and change user roles", group: "Users & Roles" },
  "program_settings.view": { label: "See Program Settings", group: "Program Settings" },
  "api_settings.manage": { label: "Ask for security tokens and addresses", group: "Program Settings" },
  "access_requests.decide": { label: "Approve or reject access requests", group: "Program Settings" },
  "developer_api.use": { label: "Open Developer API", group: "Customer data" },
  "customers.read": { label: "See customers, contact details masked", group: "Customer data" },
  "customers.reveal": { label: "Reveal masked customer fields", group: "Customer data" },
  "audit.read": { label: "Read the audit log", group: "Audit" },
} as const satisfies Record<string, { label: string; group: string }>;

export type Permission = keyof typeof permissions;

export const allPermissions = Object.keys(permissions) as Permission[];

/** Who holds one of these decides about other people's access; granting one is a security change. */
export const securityPermissions: readonly Permission[] = ["api_settings.manage", "access_requests.decide"];

/** What nobody may give themselves: rights over other people's access, and over what people may do at all. */
export const neverOwnGain: readonly Permission[] = [...securityPermissions, "users.manage", "roles.manage"];

/** The roles a new installation starts with. */
export const builtInRoles: ReadonlyArray<{
  name: string;
  description: string;
  permissions: readonly Permission[];
}> = [
  {
    name: "Administrator",
    description: "Creates roles, invites people",
    permissions: ["users.view", "users.manage", "roles.manage", "audit.read"],
  },
  {
    name: "Security Manager",
    description: "Asks for tokens and addresses",
    permissions: [
      "users.view",
      "program_settings.view",
      "api_settings.manage",
      "developer_api.use",
      "customers.read",
      "audit.read",
    ],
  },
  {
    name: "Security Admin",
    description: "Approves or rejects, with a code by e-mail",
    permissions: [
      "users.view",
      "access_requests.decide",
      "developer_api.use",
      "customers.read",
      "audit.read",
    ],
  },
  {
    name: "Staff",
    description: "Looks after customers",
    permissions: ["customers.read", "customers.reveal", "developer_api.use"],
  },
];
