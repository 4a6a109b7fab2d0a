export interface Crumb {
  label: string;
  href?: string;
}

/** The way to each page, by the article's words; the longest prefix of the path wins. */
const trails: ReadonlyArray<readonly [string, readonly Crumb[]]> = [
  ["/", [{ label: "Home" }]],
  ["/customers", [{ label: "Customers", href: "/customers" }]],
  ["/requests", [{ label: "Requests", href: "/requests" }]],
  ["/review", [{ label: "Yearly review", href: "/review" }]],
  ["/notifications", [{ label: "Notifications", href: "/notifications" }]],
  ["/audit-log", [{ label: "Audit log", href: "/audit-log" }]],
  ["/users", [{ label: "Tools & Settings" }, { label: "Users & Roles", href: "/users" }]],
  [
    "/users/people",
    [
      { label: "Tools & Settings" },
      { label: "Users & Roles", href: "/users" },
      { label: "Users", href: "/users/people" },
    ],
  ],
  [
    "/users/roles",
    [
      { label: "Tools & Settings" },
      { label: "Users & Roles", href: "/users" },
      { label: "Roles", href: "/users/roles" },
    ],
  ],
  ["/settings", [{ label: "Tools & Settings" }, { label: "Settings" }]],
  [
    "/settings/program",
    [
      { label: "Tools & Settings" },
      { label: "Settings" },
      { label: "Program Settings", href: "/settings/program" },
    ],
  ],
  [
    "/settings/program/api",
    [
      { label: "Tools & Settings" },
      { label: "Settings" },
      { label: "Program Settings", href: "/settings/program" },
      { label: "API Settings", href: "/settings/program/api" },
    ],
  ],
  [
    "/settings/program/general",
    [
      { label: "Tools & Settings" },
      { label: "Settings" },
      { label: "Program Settings", href: "/settings/program" },
      { label: "General", href: "/settings/program/general" },
    ],
  ],
  ["/messages", [{ label: "Tools & Settings" }, { label: "E-mail", href: "/messages" }]],
  ["/profile", [{ label: "Profile" }]],
  [
    "/profile/second-factor",
    [{ label: "Profile" }, { label: "Second factor", href: "/profile/second-factor" }],
  ],
  ["/profile/account", [{ label: "Profile" }, { label: "Account", href: "/profile/account" }]],
  ["/profile/messages", [{ label: "Profile" }, { label: "E-mail", href: "/profile/messages" }]],
  ["/profile/sessions", [{ label: "Profile" }, { label: "Sessions", href: "/profile/sessions" }]],
  [
    "/profile/developer-api",
    [{ label: "Profile" }, { label: "Developer API", href: "/profile/developer-api" }],
  ],
  ...["get-customer-details-with-token", "what-this-token-may-do"].map(
    (operation): readonly [string, readonly Crumb[]] => [
      `/profile/developer-api/${operation}`,
      [
        { label: "Profile" },
        { label: "Developer API", href: "/profile/developer-api" },
        { label: "API Library" },
      ],
    ],
  ),
];

/** What nobody reads: the page names it once it knows what it is. */
const identifier = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/**
 * The crumbs of a path; `last` names what the path's own tail stands for, a reference for instance; `here` is the name
 * under which the navigation shows the page to this person.
 */
export function crumbsOf(path: string, last?: string, here?: Crumb): Crumb[] {
  const [base, known] = trails
    .filter(([prefix]) => path === prefix || (prefix !== "/" && path.startsWith(`${prefix}/`)))
    .reduce((best, one) => (one[0].length > best[0].length ? one : best), [
      "",
      [] as readonly Crumb[],
    ] as const);
  const trail = known.map((crumb) => (here && crumb.href === here.href ? here : crumb));
  const tail = path.slice(base.length + 1);
  if (last) return [...trail, { label: last }];
  return tail && base !== "/" && !identifier.test(tail)
    ? [...trail, { label: decodeURIComponent(tail.split("/").at(-1) ?? "") }]
    : [...trail];
}
