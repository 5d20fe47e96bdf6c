namespace Tako.Reflexes.Personal.Contexts;

/// <summary>What a word beside a value tells about the value.</summary>
[Flags]
internal enum Cue
{
    None = 0,
    Phone = 1 << 0,
    Card = 1 << 1,
    Account = 1 << 2,
    Routing = 1 << 3,
    Passport = 1 << 4,
    Licence = 1 << 5,
    Tax = 1 << 6,
    Vat = 1 << 7,
    Identity = 1 << 8,
    Social = 1 << 9,
    Health = 1 << 10,
    Provider = 1 << 11,
    Plate = 1 << 12,
    Birth = 1 << 13,
    Postal = 1 << 14,
    Voter = 1 << 15,
    Company = 1 << 16,
    Wallet = 1 << 17,
    Network = 1 << 18,
    Device = 1 << 19,
    Dea = 1 << 20,
    Leitzahl = 1 << 21,
}
