/** Requests for these customers, as every contestant gets them: the unguarded ones read nothing of the token. */
export function requestsFor(customerIds: readonly string[], secret: string): string[] {
  const fields = `Host: localhost\r\nAuthorization: Bearer ${secret}\r\nAccept: application/json\r\n\r\n`;
  return customerIds.map((id) => `GET /api/v1/customers/${id} HTTP/1.1\r\n${fields}`);
}
