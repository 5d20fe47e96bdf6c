using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Anchors;

/// <summary>Kinds that belong to no country.</summary>
internal static class CommonKinds
{
    public static readonly PersonalKind Email = new("email", "", "address of e-mail with a top-level domain", 0.97, 0.97);

    public static readonly PersonalKind Phone = new(
        "phone", "", "telephone number: international by country code and length, national by a clear format or a word beside it", 0.85,
        0.85)
    { Cues = Cue.Phone };

    public static readonly PersonalKind TurkishPhone = new(
        "tr_phone_number", "TR", "telephone number of Turkey; area 2xx to 5xx", 0.6, 0.85)
    { Cues = Cue.Phone };

    public static readonly PersonalKind PhilippineMobile = new(
        "ph_mobile_number", "PH", "mobile number of the Philippines; +63 9 or 09", 0.6, 0.85)
    { Cues = Cue.Phone };

    public static readonly PersonalKind Card = new(
        "card", "", "payment card; range of an issuer and Luhn", 0.9, 0.97) { Cues = Cue.Card };

    public static readonly PersonalKind Iban = new("iban", "", "IBAN; length of the country and mod 97", 0.97, 0.97);

    public static readonly PersonalKind Ip = new(
        "ip", "", "IPv4 or IPv6 address, with a prefix length where one follows", 0.75, 0.9) { Cues = Cue.Network };

    public static readonly PersonalKind Mac = new("mac_address", "", "hardware address of six octets", 0.85, 0.95) { Cues = Cue.Device };

    public static readonly PersonalKind Url = new("url", "", "URL, or a host's name with a known top-level domain", 0.9, 0.9);

    public static readonly PersonalKind UrlCredentials = new("url_credentials", "", "URL with a user and a password in it", 0.95, 0.95);

    public static readonly PersonalKind Wallet = new(
        "crypto_wallet", "", "wallet: Base58Check, Bech32 and Bech32m, or 0x and 40 hexadecimal digits (EIP-55 where in mixed case)",
        0.95, 0.97)
    { Cues = Cue.Wallet };

    public static readonly PersonalKind Date = new("date", "", "date in digits or with the name of a month", 0.4, 0.4);

    public static readonly PersonalKind BirthDate = new(
        "date_of_birth", "", "full date beside a word of birth", 0.4, 0.85) { Cues = Cue.Birth };

    public static readonly PersonalKind Imei = new("imei", "", "number of a mobile device; Luhn", 0.1, 0.85) { Cues = Cue.Device };

    public static IReadOnlyList<PersonalKind> All =>
        [Email, Phone, TurkishPhone, PhilippineMobile, Card, Iban, Ip, Mac, Url, UrlCredentials, Wallet, Date, BirthDate, Imei];
}
