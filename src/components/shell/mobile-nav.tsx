"use client";

import { Drawer } from "@heroui/react/drawer";
import { Menu } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { IconButton } from "../icon-button";

/** The navigation folded away: a button that opens it as a drawer, which closes when a page is picked. */
export function MobileNav({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is the reason to close
  useEffect(() => setOpen(false), [path]);
  return (
    <>
      <IconButton label="Menu" onPress={() => setOpen(true)} className="desk:hidden">
        <Menu />
      </IconButton>
      <Drawer.Backdrop isOpen={open} onOpenChange={setOpen}>
        <Drawer.Content placement="left">
          <Drawer.Dialog aria-label="Navigation" className="w-[264px]! p-0!">
            {children}
          </Drawer.Dialog>
        </Drawer.Content>
      </Drawer.Backdrop>
    </>
  );
}
