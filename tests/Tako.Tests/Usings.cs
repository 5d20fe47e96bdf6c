global using System.Text;
global using System.Text.Json;
global using Tako.Arms;
global using Tako.Brain;
global using Tako.Core.Approvals;
global using Tako.Core.Budgets;
global using Tako.Core.Contracts;
global using Tako.Core.Identity;
global using Tako.Core.Ledger;
global using Tako.Reactor.Plans;
global using Tako.Tasks;
global using Tako.Testing.Models;
global using Tako.Testing.Time;
global using Tako.Tests.Doubles;
global using Tako.Tools;
global using Tako.Workspace.Sandbox;

[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
