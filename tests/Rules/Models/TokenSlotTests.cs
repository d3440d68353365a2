using ArchitectAnalyzers.CodeFixes;
using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Models;
using ArchitectAnalyzers.Semantics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ArchitectAnalyzers.Tests.Models;

/// <summary>Which calls have a place for a token that they were not given, and what they look like with one.</summary>
public class TokenSlotTests
{
    private const string Types = """

        class Order { public int Id { get; set; } public string? Name { get; set; } }

        class Shop(Microsoft.EntityFrameworkCore.DbContextOptions options) : Microsoft.EntityFrameworkCore.DbContext(options)
        {
            public Microsoft.EntityFrameworkCore.DbSet<Order> Orders => Set<Order>();
        }

        class Api
        {
            public Task Load(int id) => Task.CompletedTask;
            public Task Load(int id, CancellationToken ct) => Task.CompletedTask;
            public Task<T> Get<T>(T seed) => Task.FromResult(seed);
            public Task<T> Get<T>(T seed, CancellationToken ct) => Task.FromResult(seed);
            public Task Save(int id, bool force = false, int retries = 3, CancellationToken cancellationToken = default) => Task.CompletedTask;
            public Task Maybe(int id, CancellationToken? ct = null) => Task.CompletedTask;
            public Task Log(string text, params string[] tags) => Task.CompletedTask;
            public Task Log(string text, CancellationToken ct, params string[] tags) => Task.CompletedTask;
            public Task Extra(int id) => Task.CompletedTask;
            public Task Extra(int id, bool force, CancellationToken ct) => Task.CompletedTask;
            public Task Relaxed(int id) => Task.CompletedTask;
            public Task Relaxed(int id, CancellationToken ct, bool force = false) => Task.CompletedTask;
            public Task Defaulted(int id = 1) => Task.CompletedTask;
            public Task Defaulted(int id, CancellationToken ct) => Task.CompletedTask;
            public Task Old(int id) => Task.CompletedTask;
            [Obsolete] public Task Old(int id, CancellationToken ct) => Task.CompletedTask;
            public Task Secret(int id) => Task.CompletedTask;
            private Task Secret(int id, CancellationToken ct) => Task.CompletedTask;
            public Task Fixed(int id) => Task.CompletedTask;
            public static Task Fixed(int id, CancellationToken ct) => Task.CompletedTask;
            public Task<int> Count(int id) => Task.FromResult(0);
            public ValueTask<int> Count(int id, CancellationToken ct) => default;
            public IAsyncEnumerable<int> Stream(CancellationToken ct = default) => throw new NotImplementedException();
            public Task Instance(int id) => Task.CompletedTask;
            public int Add(int id, CancellationToken ct = default) => id;
            public Api Next => this;
        }

        static class ApiExtensions
        {
            public static Task Instance(this Api api, int id, CancellationToken ct) => Task.CompletedTask;
            public static Task Send(this Api api, int id) => Task.CompletedTask;
            public static Task Send(this Api api, int id, CancellationToken ct) => Task.CompletedTask;
            public static Task Push(this Api api, int id, CancellationToken cancellationToken = default) => Task.CompletedTask;
        }
        """;

    private static string In(string statement) => $$"""
        using Microsoft.EntityFrameworkCore;
        using System.Net.Sockets;
        using System.Threading.Channels;

        class C
        {
            async Task M(Api api, Api? maybe, Shop db, Stream stream, HttpClient http, SemaphoreSlim gate, int id, string? name, CancellationToken ct)
            {
                {{statement}}
            }
        }
        """ + Types;

    [Theory]
    [InlineData("await api.[|Load|](1);", "await api.Load(1, ct);")]
    [InlineData("await api.[|Load|](id: 1);", "await api.Load(id: 1, ct: ct);")]
    [InlineData("await api.[|Get<long>|](1);", "await api.Get<long>(1, ct);")]
    [InlineData("await api.[|Get|](1).ConfigureAwait(false);", "await api.Get(1, ct).ConfigureAwait(false);")]
    [InlineData("await api.[|Save|](1);", "await api.Save(1, cancellationToken: ct);")]
    [InlineData("await api.[|Save|](1, true, 5);", "await api.Save(1, true, 5, ct);")]
    [InlineData("await api.[|Save|](1, retries: 5);", "await api.Save(1, retries: 5, cancellationToken: ct);")]
    [InlineData("await api.[|Maybe|](1);", "await api.Maybe(1, ct);")]
    [InlineData("await api.[|Log|](\"x\", \"a\", \"b\");", "await api.Log(\"x\", ct, \"a\", \"b\");")]
    [InlineData("await api.[|Relaxed|](1);", "await api.Relaxed(1, ct);")]
    [InlineData("await api.[|Defaulted|](1);", "await api.Defaulted(1, ct);")]
    [InlineData("await api.[|Count|](1);", "await api.Count(1, ct);")]
    [InlineData("await api.[|Send|](1);", "await api.Send(1, ct);")]
    [InlineData("await ApiExtensions.[|Send|](api, 1);", "await ApiExtensions.Send(api, 1, ct);")]
    [InlineData("await api.[|Instance|](1);", "await api.Instance(1, ct);")]
    [InlineData("await api.[|Push|](1);", "await api.Push(1, ct);")]
    [InlineData("await ApiExtensions.[|Push|](api: api, id: 1);", "await ApiExtensions.Push(api: api, id: 1, cancellationToken: ct);")]
    [InlineData("await (maybe?.[|Load|](1) ?? Task.CompletedTask);", "await (maybe?.Load(1, ct) ?? Task.CompletedTask);")]
    [InlineData("await (maybe?.Next.Next.[|Send|](1) ?? Task.CompletedTask);", "await (maybe?.Next.Next.Send(1, ct) ?? Task.CompletedTask);")]
    [InlineData("await api.[|Load|](await api.[|Count|](id));", "await api.Load(await api.Count(id, ct), ct);")]
    [InlineData("await api.[|Load|](1 /* the first */);", "await api.Load(1 /* the first */, ct);")]
    [InlineData("await foreach (var x in api.[|Stream|]()) { }", "await foreach (var x in api.Stream(ct)) { }")]
    [InlineData("await db.Orders.[|FindAsync|](id);", "await db.Orders.FindAsync([id], ct);")]
    [InlineData("await db.[|FindAsync<Order>|](id, name);", "await db.FindAsync<Order>([id, name], ct);")]
    [InlineData("await db.[|FindAsync|](typeof(Order), id);", "await db.FindAsync(typeof(Order), [id], ct);")]
    [InlineData("await db.Orders.[|FindAsync|](await api.[|Count|](id));", "await db.Orders.FindAsync([await api.Count(id, ct)], ct);")]
    [InlineData("await db.Orders.[|FindAsync|](new object[] { id });", "await db.Orders.FindAsync(new object[] { id }, ct);")]
    [InlineData("await db.Database.[|ExecuteSqlRawAsync|](\"delete from x where id = {0}\", id);", "await db.Database.ExecuteSqlRawAsync(\"delete from x where id = {0}\", [id], ct);")]
    [InlineData("await db.[|SaveChangesAsync|]();", "await db.SaveChangesAsync(ct);")]
    [InlineData("await db.Orders.Where(o => o.Id == id).[|FirstOrDefaultAsync|]();", "await db.Orders.Where(o => o.Id == id).FirstOrDefaultAsync(ct);")]
    [InlineData("await db.Orders.[|AnyAsync|](o => o.Id == id);", "await db.Orders.AnyAsync(o => o.Id == id, ct);")]
    [InlineData("await http.[|GetAsync|](\"/\");", "await http.GetAsync(\"/\", ct);")]
    [InlineData("await stream.[|ReadAsync|](new byte[8], 0, 8);", "await stream.ReadAsync(new byte[8], 0, 8, ct);")]
    [InlineData("await stream.[|CopyToAsync|](new MemoryStream());", "await stream.CopyToAsync(new MemoryStream(), ct);")]
    [InlineData("await gate.[|WaitAsync|]();", "await gate.WaitAsync(ct);")]
    [InlineData("await Task.[|Delay|](100);", "await Task.Delay(100, ct);")]
    [InlineData("await File.[|ReadAllTextAsync|](name!);", "await File.ReadAllTextAsync(name!, ct);")]
    [InlineData("await new StreamReader(stream).[|ReadLineAsync|]();", "await new StreamReader(stream).ReadLineAsync(ct);")]
    [InlineData("await new UdpClient().[|ReceiveAsync|]();", "await new UdpClient().ReceiveAsync(ct);")]
    [InlineData("await Channel.CreateUnbounded<int>().Writer.[|WriteAsync|](1);", "await Channel.CreateUnbounded<int>().Writer.WriteAsync(1, ct);")]
    [InlineData("using var t = new PeriodicTimer(TimeSpan.FromSeconds(1)); await t.[|WaitForNextTickAsync|]();", "using var t = new PeriodicTimer(TimeSpan.FromSeconds(1)); await t.WaitForNextTickAsync(ct);")]
    public Task A_call_is_given_the_token_where_it_takes_one(string before, string after) =>
        Verify<UnfilledCall, FillCall>.Fixes(In(before), In(after));

    [Theory]
    [InlineData("await api.Load(1, ct);")]
    [InlineData("await api.Load(1, CancellationToken.None);")]
    [InlineData("await api.Save(1, cancellationToken: default);")]
    [InlineData("await api.Extra(1);")]
    [InlineData("await api.Defaulted();")]
    [InlineData("await api.Old(1);")]
    [InlineData("await api.Secret(1);")]
    [InlineData("await api.Fixed(1);")]
    [InlineData("Task<int> later = api.Count(1); await later;")]
    [InlineData("api.Add(1);")]
    [InlineData("await foreach (var x in api.Stream().WithCancellation(ct)) { }")]
    [InlineData("await foreach (var x in api.Stream().ConfigureAwait(false).WithCancellation(ct)) { }")]
    [InlineData("await Task.CompletedTask.WaitAsync(ct);")]
    [InlineData("await api.Count(1).WaitAsync(ct);")]
    [InlineData("await db.Orders.FindAsync(id, ct);")]
    [InlineData("await db.Orders.FindAsync(new object[] { id }, ct);")]
    [InlineData("if (!await gate.WaitAsync(0)) return;")]
    [InlineData("if (!await gate.WaitAsync(TimeSpan.Zero)) return;")]
    [InlineData("await Task.Run(() => 1);")]
    [InlineData("await Task.Factory.StartNew(() => 1);")]
    [InlineData("await Task.CompletedTask.ContinueWith(_ => 1);")]
    [InlineData("await Parallel.ForEachAsync(new[] { 1 }, (x, c) => default);")]
    [InlineData("await new MemoryStream().FlushAsync();")]
    [InlineData("using var both = CancellationTokenSource.CreateLinkedTokenSource(ct); await both.CancelAsync();")]
    [InlineData("using var r = ct.Register(() => { }); await Task.Yield();")]
    public Task A_call_that_takes_none_or_was_given_one_is_left_alone(string statement) => Verify<UnfilledCall>.Silent(In(statement));

    [Fact]
    public Task Dapper_takes_its_token_in_a_command() => Verify<UnfilledCall>.Silent("""
        using Dapper;
        class C
        {
            Task M(System.Data.IDbConnection db, CancellationToken ct) => db.QueryAsync<int>("select 1");
        }
        """);

    [Fact]
    public Task Arguments_on_lines_of_their_own_keep_their_comments() => Verify<UnfilledCall, FillCall>.Fixes(
        In("""
            await api.[|Save|](
                        1, // the order
                        true, // at once
                        3 // times
                    );
                    await api.[|Load|](
                        1);
            """),
        In("""
            await api.Save(
                        1, // the order
                        true, // at once
                        3, // times
                        ct
                    );
                    await api.Load(
                        1,
                        ct);
            """));

    [Fact]
    public Task An_overload_that_calls_its_shorter_form_is_not_sent_back_to_itself() => Verify<UnfilledCall>.Silent("""
        class C
        {
            Task Load(int id) => Task.CompletedTask;
            async Task Load(int id, CancellationToken ct)
            {
                ct.ThrowIfCancellationRequested();
                await Load(id);
            }
        }
        """);

    [Fact]
    public Task Half_typed_calls_are_survived() => Verify<UnfilledCall>.Silent("""
        class C
        {
            async Task M(HttpClient http, CancellationToken ct)
            {
                await http.GetAsync(;
                await http.Nope(1);
                await Missing.GetAsync();
            }
        }
        """, new() { Compiler = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None });

#pragma warning disable RS1036, RS1038, RS1041, RS2008 // not shipped
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class UnfilledCall : Rule
    {
        internal static readonly DiagnosticDescriptor Descriptor =
            Describe.Rule("TEST0002", "Unfilled", "'{0}' has no token", "Test", DiagnosticSeverity.Warning, true, "For tests.");

        public UnfilledCall() : base(Descriptor) { }

        private protected override void Register(CompilationStartAnalysisContext start, Facts facts) =>
            start.RegisterOperationAction(context =>
            {
                var call = (IInvocationOperation)context.Operation;
                if (facts.Tokens().Unfilled(call) is { } slot) context.Report(Descriptor, call.NameNode(), slot.Name);
            }, OperationKind.Invocation);
    }

    private sealed class FillCall() : RuleFix(UnfilledCall.Descriptor)
    {
        private protected override IEnumerable<FixPlan> Plans(FixSite site)
        {
            if (site.Call() is not { } syntax || site.Semantics.GetOperation(syntax) is not IInvocationOperation call) yield break;
            if (TokenArgument.Plan(call, site.Facts.Tokens(), "ct") is not { } plan) yield break;
            yield return new FixPlan("Pass the token", "TEST0002",
                editor => editor.ReplaceNode(syntax, (current, _) => plan((InvocationExpressionSyntax)current)));
        }
    }
}
