global using StreamWriter = Tako.Core.Ledger.StreamWriter;
