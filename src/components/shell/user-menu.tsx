"use client";

import { Dropdown } from "@heroui/react/dropdown";
import { ChevronDown, CircleUser, CodeXml, LogOut, Mail, Monitor, ShieldCheck } from "lucide-react";
import { Avatar } from "../avatar";
import { ThemeSwitch } from "../theme-switch";

interface UserMenuProps {
  name: string;
  email: string;
  roles: readonly string[];
  /** Shows Developer API. */
  developer: boolean;
  onSignOut: () => void;
}

/** The profile: Developer API, account, sessions, theme, sign out. */
export function UserMenu({ name, email, roles, developer, onSignOut }: UserMenuProps) {
  return (
    <Dropdown>
      <Dropdown.Trigger
        aria-label={`Profile: ${name}`}
        className="flex items-center gap-2 rounded-lg px-1 py-1 text-start hover:bg-surface-3"
      >
        <Avatar name={name} />
        <span className="max-desk:sr-only">
          <span className="block font-medium text-[13px]/4">{name}</span>
          <span className="block text-12 text-text-3">{roles.join(", ") || "No role"}</span>
        </span>
        <ChevronDown className="size-3.5 text-text-3" />
      </Dropdown.Trigger>
      <Dropdown.Popover placement="bottom end">
        <p className="border-line border-b px-3 py-2.5 text-12 text-text-3">
          Signed in as <span className="block truncate text-13 text-text">{email}</span>
        </p>
        <Dropdown.Menu aria-label="Profile">
          {developer ? (
            <Dropdown.Item id="developer-api" href="/profile/developer-api" textValue="Developer API">
              <CodeXml />
              Developer API
            </Dropdown.Item>
          ) : null}
          <Dropdown.Item id="account" href="/profile/account" textValue="Account">
            <CircleUser />
            Account
          </Dropdown.Item>
          <Dropdown.Item id="messages" href="/profile/messages" textValue="E-mail">
            <Mail />
            E-mail
          </Dropdown.Item>
          <Dropdown.Item id="second-factor" href="/profile/second-factor" textValue="Second factor">
            <ShieldCheck />
            Second factor
          </Dropdown.Item>
          <Dropdown.Item id="sessions" href="/profile/sessions" textValue="Sessions">
            <Monitor />
            Sessions
          </Dropdown.Item>
          <Dropdown.Item id="sign-out" textValue="Sign out" onAction={onSignOut}>
            <LogOut />
            Sign out
          </Dropdown.Item>
        </Dropdown.Menu>
        <div className="border-line border-t p-2">
          <ThemeSwitch stretch />
        </div>
      </Dropdown.Popover>
    </Dropdown>
  );
}
