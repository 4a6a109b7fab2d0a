import "server-only";
import type { ListUsersInput } from "@/contracts/people";
import { countUsers, type ListedUser, selectUsers } from "../../db/queries/user-list";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";

type Context = PermittedContext<"users.view">;

/** People by name, one page of them, with the number of all that match. */
export async function listUsers(
  { db }: Context,
  { page, pageSize, ...filter }: ListUsersInput,
): Promise<{ users: ListedUser[]; total: number }> {
  const [users, total] = await Promise.all([
    selectUsers(db, filter, { limit: pageSize, offset: (page - 1) * pageSize }),
    countUsers(db, filter),
  ]);
  return { users, total };
}

/** One person with roles; `not_found` where there is none. */
export async function getUser({ db }: Context, { userId }: { userId: string }): Promise<ListedUser> {
  const [user] = await selectUsers(db, { search: "", userId }, { limit: 1, offset: 0 });
  if (!user) throw new DomainError("not_found", "There is no such person.");
  return user;
}
