import type { ReactNode } from "react";
import { Page } from "@/components/page";
import { PermissionRefused } from "@/components/permission-refused";
import { getSession } from "@/server/auth";
import { CustomersPlaceProvider } from "./customers-place";

export const metadata = { title: "Customers" };

/** Only the picture depends on the role here; every procedure behind it authorises itself, address included. */
export default async function CustomersLayout({ children }: { children: ReactNode }) {
  const session = await getSession();
  if (session?.user.permissions.includes("customers.read"))
    return <CustomersPlaceProvider>{children}</CustomersPlaceProvider>;
  return (
    <Page>
      <PermissionRefused what="Customers" needs="Staff" />
    </Page>
  );
}
