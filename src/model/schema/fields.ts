import { z } from "zod";
import { INTERNET, STATUSES, FUNDINGS, POSITION_SOURCES, wordsOf } from "../../vocabulary.ts";
import { AREA_CODE_PATTERN, isId } from "../ids.ts";
import { parseDay, type Day } from "../calendar.ts";
import type { Text } from "../../text/language.ts";
import { UNSAFE_CHARACTER } from "../../text/unsafe-characters.ts";
import { parseAddress, parseInterfaceAddress, parsePrefix } from "../../ip/prefix.ts";

/**
 * Fields that every entity's schema is made of. A custom rule names the finding it gives in
 * `params`, so that `findings-of-issues.ts` can turn zod's issues into findings with our own codes.
 */
export type CustomIssue =
  | { readonly code: "R017" | "R020" | "R103" | "R104" }
  | { readonly code: "R022"; readonly reason: Text };

const custom = (params: CustomIssue) => ({ params });

/** A refinement whose finding is R022 with the reason in both languages. */
export const because = (id: string, en: string) => custom({ code: "R022", reason: { id, en } });

/** A line of text for people: no control or direction-changing characters, at most `max` characters. */
export const text = (max = 200) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !UNSAFE_CHARACTER.test(value), custom({ code: "R017" }));

export const id = z.string().refine((value) => isId(value), custom({ code: "R103" }));

/** A site's id or `internet`, the far end of a link that leaves the regency. */
export const linkEnd = z
  .string()
  .refine((value) => value === INTERNET || isId(value), custom({ code: "R103" }));

export const areaCode = z
  .string()
  .refine((value) => AREA_CODE_PATTERN.test(value), custom({ code: "R104" }));

/** A day that exists. */
export const day = z
  .string()
  .refine((value) => parseDay(value) !== undefined, custom({ code: "R020" }))
  .transform((value) => value as Day);

export const lon = z.number().min(-180).max(180);
/** Up to 180, so that swapped coordinates reach the check that can say so. */
export const lat = z.number().min(-180).max(180);
export const positive = z.number().positive();
export const rateMbps = z.number().positive().max(10_000_000);
export const lengthM = z.number().nonnegative().max(50_000_000);
export const availability = z.number().min(0).max(1);

export const status = z.enum(wordsOf(STATUSES)).default("operational");
export const funding = z.enum(wordsOf(FUNDINGS));
export const period = { from: day.optional(), until: day.optional() };

/** Where something stands and how well that is known. */
export const position = z
  .strictObject({
    lon,
    lat,
    source: z.enum(wordsOf(POSITION_SOURCES)),
    accuracyM: z.number().nonnegative().max(1_000_000).optional(),
    basis: text(400).optional(),
    date: day.optional(),
  })
  .refine(
    ({ source, accuracyM }) =>
      accuracyM !== undefined || source === "surveyed" || source === "official",
    because(
      "posisi turunan atau perkiraan harus menyebut ketelitiannya (accuracyM)",
      "a derived or estimated position must state its accuracy (accuracyM)",
    ),
  );

/** Where something is when nobody has a coordinate: never a made-up point. */
export const location = z.strictObject({ area: id, hint: text(400).optional() });

/** A network without host bits: `10.20.0.0/16`, `fd12:3456:789a::/48`. */
export const ipPrefix = z
  .string()
  .refine(
    (value) => parsePrefix(value) !== undefined,
    because(
      "bukan awalan jaringan seperti 10.20.0.0/16, atau bit alamatnya tidak nol",
      "not a network prefix like 10.20.0.0/16, or its host bits are not zero",
    ),
  );

/** An address without a length: `192.0.2.1`. */
export const ipAddress = z
  .string()
  .refine(
    (value) => parseAddress(value) !== undefined,
    because("bukan alamat IP seperti 192.0.2.1", "not an IP address like 192.0.2.1"),
  );

/** An address as an interface carries it: `192.0.2.2/30`. */
export const interfaceAddress = z
  .string()
  .refine(
    (value) => parseInterfaceAddress(value) !== undefined,
    because(
      "bukan alamat antarmuka seperti 192.0.2.2/30",
      "not an interface address like 192.0.2.2/30",
    ),
  );

/** A number of an autonomous system that somebody may have: 16 or 32 bits, the reserved ones left out (RFC 7607, RFC 7300). */
export const asn = z
  .int()
  .min(1)
  .max(4_294_967_294)
  .refine(
    (value) => value !== 65_535 && value !== 23_456,
    because("nomor AS ini dicadangkan", "this AS number is reserved"),
  );

/** A stretch of a route, whole or between two distances from its beginning in metres. */
export const routePiece = z.union([
  id.transform((route) => ({ route, fromM: undefined, toM: undefined })),
  z
    .strictObject({ route: id, fromM: lengthM.optional(), toM: lengthM.optional() })
    .transform(({ route, fromM, toM }) => ({ route, fromM, toM })),
]);
