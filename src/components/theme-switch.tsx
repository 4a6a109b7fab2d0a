"use client";

import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { Segmented } from "./segmented";

const options = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "system", label: "System" },
] as const;

const never = () => () => undefined;

/** Light, dark, or as the system has it. */
export function ThemeSwitch({ stretch = false }: { stretch?: boolean }) {
  const { theme, setTheme } = useTheme();
  const known = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const value = options.find((one) => one.value === theme)?.value ?? "system";
  return (
    <Segmented
      label="Theme"
      options={options}
      value={known ? value : "system"}
      onChange={setTheme}
      stretch={stretch}
    />
  );
}
