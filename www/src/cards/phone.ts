/** `15916888888` as `159****8888`; of a shorter number less is shown. The client's errors mask in the same way. */
export function maskPhone(phone: string): string {
  const [head, tail] = phone.length > 10 ? [3, 4] : phone.length > 6 ? [2, 2] : [0, 0];
  return `${phone.slice(0, head)}****${phone.slice(phone.length - tail)}`;
}
