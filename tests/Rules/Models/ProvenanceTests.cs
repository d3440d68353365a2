using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ArchitectAnalyzers.Tests.Models;

/// <summary>
/// What <see cref="Provenance"/> makes of the argument of <c>Sink(…)</c>: literal text as it is, holes as <c>{expression:origin}</c>,
/// variants separated by <c> | </c>.
/// </summary>
public class ProvenanceTests
{
    [Theory]
    [InlineData("""Sink("a");""", "a")]
    [InlineData("""Sink("a" + "b" + nameof(String));""", "abString")]
    [InlineData("""const string T = "t"; Sink($"from {T} {nameof(C)}");""", "from t C")]
    [InlineData("Sink(\"\"\"\n    a\n    b\n    \"\"\");", "a\nb")]
    [InlineData("""Sink($"a {1} {{b}} {'c'}");""", "a 1 {b} c")]
    [InlineData("""var t = "t"; Sink("from " + t);""", "from t")]
    [InlineData("""Sink(flag ? "asc" : "desc");""", "desc")]
    [InlineData("""Sink("order " + (flag ? "asc" : "desc"));""", "order desc")]
    [InlineData("""Sink("order " + number switch { 1 => "a", 2 => "bb", _ => throw new Exception() });""", "order bb")]
    [InlineData("""string t; switch (number) { case 1: t = "a"; break; default: t = "bb"; break; } Sink("x " + t);""", "x bb")]
    [InlineData("""Sink("x " + (null ?? "y"));""", "x y")]
    [InlineData("""Sink(string.Concat("a", "b") + string.Empty);""", "ab")]
    [InlineData("""Sink(string.Format("a {0} {{1}} {1:x}", "b", "c"));""", "a b {1} c")]
    [InlineData("""Sink(string.Join(", ", new[] { "a", "b" }));""", "a, b")]
    [InlineData("""Sink(string.Join(", ", "a", "b"));""", "a, b")]
    [InlineData("""string[] names = ["a", "b"]; Sink(string.Join(", ", names));""", "a, b")]
    [InlineData("""var names = new List<string> { "a" }; names.Add("b"); if (flag) names.Add("c"); Sink(string.Join(" and ", names));""", "a and b and c")]
    [InlineData("""var all = ""; foreach (var t in new[] { "a", "bb" }) all += "x " + t; Sink(all);""", "x bb")]
    [InlineData("""Sink(Column + ReadOnly + Arrow + Get + Auto + InConstructor);""", "columnreadonlyarrowgetautoctor")]
    [InlineData("""Sink("order by " + Columns[text]);""", "order by Created")]
    [InlineData("""if (!Columns.TryGetValue(text, out var column)) return; Sink("order by " + column);""", "order by Created")]
    [InlineData("""Sink("order by " + Columns.GetValueOrDefault(text, "LongerColumn"));""", "order by LongerColumn")]
    [InlineData("""Sink("order by " + Choose(number));""", "order by second")]
    [InlineData("""string Local(int n) { return n > 1 ? "a" : "bb"; } Sink("order by " + Local(number));""", "order by bb")]
    [InlineData("""var b = new StringBuilder("a "); b.Append("b ").AppendLine("c"); b.Append("d"); Sink(b.ToString());""", "a b c\nd")]
    [InlineData("""Sink(Enumerable.Repeat("?", number).First());""", "?")]
    public async Task Text_of_constants_is_constant(string body, string expected)
    {
        var text = await Of(body);
        Assert.Equal(Origin.Constant, text.Origin);
        Assert.Equal(expected, text.ToString());
    }

    [Theory]
    [InlineData("""Sink($"x {number}");""", "x {number:Typed}")]
    [InlineData("""Sink($"x {number,5:D3} {DateTime.UtcNow:yyyy}");""", "x {number:Typed} {DateTime.UtcNow:Typed}")]
    [InlineData("""Sink("x " + number + Guid.NewGuid() + DayOfWeek.Monday + 1.5m + flag);""", null)]
    [InlineData("""Sink("x " + number.ToString() + Guid.NewGuid().ToString("N"));""", "x {number.ToString():Typed}{Guid.NewGuid().ToString(\"N\"):Typed}")]
    [InlineData("""int? n = number; Sink("x " + n);""", "x {n:Typed}")]
    [InlineData("""Sink("x " + int.Parse(text));""", "x {int.Parse(text):Typed}")]
    [InlineData("""if (!int.TryParse(text, out var n)) return; Sink("x " + n);""", "x {n:Typed}")]
    [InlineData("""object boxed = number; Sink(string.Format("x {0}", number));""", "x {number:Typed}")]
    [InlineData("""Sink($"from {typeof(C).Name} {GetType().Name}");""", "from {typeof(C).Name:Typed} {GetType().Name:Typed}")]
    [InlineData("""var ids = new List<int>(); Sink("in (" + string.Join(",", ids) + ")");""", null)]
    [InlineData("""Sink("in (" + string.Join(",", numbers) + ")");""", "in ({string.Join(\",\", numbers):Typed})")]
    [InlineData("""Sink("in (" + string.Join(",", texts.Select((_, i) => $"@p{i}")) + ")");""", "in (@p{i:Typed})")]
    [InlineData("""Sink("in (" + string.Join(",", Enumerable.Range(0, number).Select(i => "@p" + i)) + ")");""", "in (@p{i:Typed})")]
    [InlineData("""Sink(string.Create(CultureInfo.InvariantCulture, $"limit {number}"));""", "limit {number:Typed}")]
    [InlineData("""Sink(FormattableString.Invariant($"limit {number}"));""", "limit {number:Typed}")]
    public async Task Values_of_safe_types_are_typed(string body, string? expected)
    {
        var text = await Of(body);
        Assert.True(text.Origin is Origin.Typed or Origin.Constant, text.ToString());
        if (expected is not null) Assert.Equal(expected, text.ToString());
    }

    [Theory]
    [InlineData("""Sink("from " + builder.QuoteIdentifier(text));""")]
    [InlineData("""Sink($"from [{text.Replace("]", "]]")}]");""")]
    [InlineData("""Sink("by " + (Allowed.Contains(text) ? text : "Id"));""")]
    [InlineData("""if (!Allowed.Contains(text)) throw new Exception(); Sink("by " + text);""")]
    [InlineData("""if (!Allowed.Contains(text)) return; Sink("by " + text.ToLower());""")]
    [InlineData("""if (!Allowed.Contains(text)) text = "Id"; Sink("by " + text);""")]
    [InlineData("""if (Allowed.Contains(text)) { Sink("by " + text); }""")]
    [InlineData("""if (text is not ("asc" or "desc")) return; Sink("by " + text);""")]
    [InlineData("""if (text != "asc" && text != "desc") return; Sink("by " + text);""")]
    [InlineData("""var t = text.Trim(); if (!Allowed.Contains(t)) throw new Exception(); Sink("by " + t);""")]
    [InlineData("""switch (text) { case "a": case "b": break; default: throw new Exception(); } Sink("by " + text);""")]
    [InlineData("""Sink("by " + text switch { "a" or "b" => text, _ => "c" });""")]
    [InlineData("""if (typeof(C).GetProperty(text) is null) return; Sink("by " + text);""")]
    [InlineData("""if (!System.Text.RegularExpressions.Regex.IsMatch(text, "^[a-z]+$")) return; Sink("by " + text);""")]
    [InlineData("""Sink("by " + string.Join(",", texts.Where(t => Allowed.Contains(t))));""")]
    [InlineData("""Sink("by " + string.Join(",", texts.Intersect(Allowed)));""")]
    public async Task Quoted_and_allow_listed_values_are_escaped(string body) => Assert.Equal(Origin.Escaped, (await Of(body)).Origin);

    [Theory]
    [InlineData("""Sink("x '" + _mutable + "'");""", "x '{_mutable:Unknown}'")]
    [InlineData("""Sink($"x '{Virtual}'");""", "x '{Virtual:Unknown}'")]
    [InlineData("""Sink($"x '{_fromConstructor}'");""", "x '{_fromConstructor:Unknown}'")]
    [InlineData("""Sink($"x '{Environment.MachineName}'");""", "x '{Environment.MachineName:Unknown}'")]
    [InlineData("""Sink($"x '{item.Name}'");""", "x '{item.Name:Unknown}'")]
    [InlineData("""foreach (var t in Load()) Sink($"x '{t}'");""", "x '{t:Unknown}'")]
    [InlineData("""Validate(text); Sink($"x '{text}'");""", "x '{text:Unknown}'")]
    public async Task What_is_out_of_sight_is_unknown(string body, string expected) => Assert.Equal(expected, (await Of(body)).ToString());

    [Theory]
    [InlineData("""Sink("x '" + text + "'");""", "x '{text:Parameter}'")]
    [InlineData("""Sink($"x '{text}'");""", "x '{text:Parameter}'")]
    [InlineData("""Sink($"x '%{text.Trim().ToUpper()}%'");""", "x '%{text.Trim().ToUpper():Parameter}%'")]
    [InlineData("""Sink($"x '{text.Replace("'", "''")}'");""", "x '{text.Replace(\"'\", \"''\"):Parameter}'")]
    [InlineData("""Sink($"x {$"'{text}'"} y");""", "x '{text:Parameter}' y")]
    [InlineData("""Sink(string.Format("x '{0}' {1}", text, number));""", "x '{text:Parameter}' {number:Typed}")]
    [InlineData("""Sink(string.Format(CultureInfo.InvariantCulture, "x '{0}'", text));""", "x '{text:Parameter}'")]
    [InlineData("""Sink(string.Concat("x '", text, "'"));""", "x '{text:Parameter}'")]
    [InlineData("""var sql = "x"; if (flag) sql += " '" + text + "'"; sql += " y"; Sink(sql);""", "x '{text:Parameter}' y")]
    [InlineData("""var sql = "x"; sql = sql + " '" + text + "'"; Sink(sql);""", "x '{text:Parameter}'")]
    [InlineData("""var sql = "x"; sql = $"{sql} '{text}'"; Sink(sql);""", "x '{text:Parameter}'")]
    [InlineData("""string sql; if (flag) sql = $"a '{text}'"; else sql = $"b '{item.Name}'"; Sink(sql);""", "a '{text:Parameter}' | b '{item.Name:Unknown}'")]
    [InlineData("""var sql = flag ? $"a '{text}'" : "b"; Sink(sql);""", "a '{text:Parameter}' | b")]
    [InlineData("""var sql = "x"; foreach (var t in texts) sql += $" '{t}'"; Sink(sql);""", "x '{t:Parameter}'")]
    [InlineData("""var b = new StringBuilder(); b.Append("x '"); b.Append(text); b.Append("'"); Sink(b.ToString());""", "x '{text:Parameter}'")]
    [InlineData("""var b = new StringBuilder("x"); b.Append($" '{text}'").AppendLine(); Sink(b.ToString());""", "x '{text:Parameter}'\n")]
    [InlineData("""var b = new StringBuilder("x"); b.AppendFormat(" '{0}'", text); b.AppendJoin(",", texts); b.Insert(0, "s "); Sink(b.ToString());""", "s x '{text:Parameter}'{b.AppendJoin(\",\", texts):Parameter}")]
    [InlineData("""Sink(new StringBuilder("x ").Append('\'').Append(text).Append('\'').ToString());""", "x '{text:Parameter}'")]
    [InlineData("""var l = new List<string>(); if (flag) l.Add($"n = '{text}'"); l.Add("a = 1"); Sink("w " + string.Join(" and ", l));""", "w n = '{text:Parameter}' and a = 1")]
    [InlineData("""Sink("x '#N#'".Replace("#N#", text));""", "x '{text:Parameter}'")]
    [InlineData("""Sink(Build(text));""", "x '{n:Parameter}'")]
    [InlineData("""string Make(string n) => "x '" + n + "'"; Sink(Make(text));""", "x '{n:Parameter}'")]
    [InlineData("""Sink("x '" + (text ?? "none") + "'");""", "x '{text ?? \"none\":Parameter}'")]
    [InlineData("""Sink("x '" + maybe?.Trim() + "'");""", "x '{maybe?.Trim():Parameter}'")]
    [InlineData("""Sink("in (" + string.Join(",", texts.Select(t => $"'{t}'")) + ")");""", "in ('{t:Parameter}')")]
    [InlineData("""Sink("in (" + string.Join(",", texts) + ")");""", "in ({string.Join(\",\", texts):Parameter})")]
    [InlineData("""Sink(texts[0] + " x");""", "{texts[0]:Parameter} x")]
    public async Task What_a_caller_chooses_is_a_parameter(string body, string expected) => Assert.Equal(expected, (await Of(body)).ToString());

    [Theory]
    [InlineData("""Sink("x '" + Console.ReadLine() + "'");""", "x '{Console.ReadLine():Request}'")]
    [InlineData("""Sink($"x '{request.Query["name"]}'");""", "x '{request.Query[\"name\"]:Request}'")]
    [InlineData("""string? n = request.Query["name"]; Sink($"x '{n}'");""", "x '{n:Request}'")]
    [InlineData("""Sink($"x '{request.Headers.UserAgent}'");""", "x '{request.Headers.UserAgent:Request}'")]
    public async Task What_a_client_sends_is_a_request(string body, string expected) => Assert.Equal(expected, (await Of(body)).ToString());

    [Theory]
    [InlineData("""private void Run(string t) => Sink("from " + t); public void A() { Run("a"); Run("bb"); }""", "from bb")]
    [InlineData("""private void Run(string t) => Sink("from " + t); public void A(string x) { Run("a"); Run(x); }""", "from {t:Parameter}")]
    [InlineData("""private void Run(string t) => Sink("from " + t);""", "from {t:Parameter}")]
    [InlineData("""private void Run(string t) => Sink("from " + t); public void A(Func<string> f) => Run(f());""", "from {t:Parameter}")]
    [InlineData("""private void Run(string t) => Sink("from " + t); public void A(List<string> l) => l.ForEach(Run);""", "from {t:Parameter}")]
    [InlineData("""private void Run(string sql) => Sink(sql); public void A(string x) => Run($"a '{x}'");""", "a '{x:Parameter}'")]
    [InlineData("""public void Run(string sql) => Sink(sql); public void A(string x) => Run($"a '{x}'");""", "{sql:Parameter}")]
    [InlineData("""private void Run(string t, int n) { if (n > 0) Run(t, n - 1); Sink("from " + t); } public void A() => Run("a", 1);""", "from a")]
    [InlineData("""public void A() { void Run(string t) => Sink("from " + t); Run("a"); }""", "from a")]
    [InlineData("""private string Loop(string t) => Loop(t) + "x"; public void A() => Sink(Loop("a"));""", "{Loop(t):Unknown}x")]
    [InlineData("""protected virtual string Table => "t"; public void A() => Sink("from " + Table);""", "from t")]
    [InlineData("""protected virtual string Sql(string n) => $"x '{n}'"; public void A(string n) => Sink(Sql(n));""", "{Sql(n):Unknown}")]
    [InlineData("""public void A([Microsoft.AspNetCore.Mvc.FromQuery] string sort) => Sink("by " + sort);""", "by {sort:Request}")]
    public async Task Private_methods_are_stepped_into_and_their_calls_are_seen(string members, string expected) =>
        Assert.Equal(expected, (await OfMembers(members)).ToString());

    [Fact]
    public async Task Past_its_budget_the_answer_is_unknown()
    {
        var sum = string.Join(" + ", Enumerable.Range(0, Provenance.MostOperations + 50).Select(_ => "number"));
        var text = await Of($"""Sink("x" + text + "y" + {sum});""");
        Assert.Equal(Origin.Unknown, text.Origin);
        Assert.True(text.IsWhole);
    }

    [Fact]
    public async Task A_long_constant_text_costs_nothing()
    {
        var appends = string.Concat(Enumerable.Range(0, 80).Select(i => $"b.Append(\"line {i} \");"));
        var text = await Of($"""var b = new StringBuilder(); {appends} b.Append(text); Sink(b.ToString());""");
        Assert.Equal(Origin.Parameter, text.Origin);
    }

    [Theory]
    [InlineData("""string s = s + s; Sink(s);""")]
    [InlineData("""var a = b; var b = a; Sink(a + b);""")]
    [InlineData("""Sink($"x {missing} {");""")]
    [InlineData("""Sink(string.Format("{0} {", text));""")]
    [InlineData("""Sink(string.Format("{9}", text));""")]
    [InlineData("""Sink(string.Join());""")]
    [InlineData("""Sink("x" + );""")]
    [InlineData("""Sink(new StringBuilder(.Append(""")]
    public async Task Half_typed_code_does_not_throw(string body) => Assert.NotNull(await Of(body, compiles: false));

    private static Task<ComposedText> Of(string body, bool compiles = true) => OfMembers($$"""
        public void M(string text, string? maybe, int number, bool flag, IEnumerable<int> numbers, string[] texts, Item item, HttpRequest request, System.Data.Common.DbCommandBuilder builder)
        {
            {{body}}
        }
        """, compiles);

    private static Task<ComposedText> OfMembers(string members, bool compiles = true)
    {
        var code = $$"""
            using System.Collections.Frozen;
            using System.Globalization;
            using System.Text;
            public class Item { public string Name { get; set; } = ""; }
            public class C
            {
                private const string Column = "column";
                private static readonly string ReadOnly = "readonly";
                private static readonly Dictionary<string, string> Columns = new() { ["name"] = "Name", ["created"] = "Created" };
                private static readonly HashSet<string> Allowed = ["Id", "Name"];
                private readonly string InConstructor, _fromConstructor;
                private string _mutable = "m";
                public C(string value) { InConstructor = "ctor"; _fromConstructor = value; }
                private string Arrow => "arrow";
                private string Get { get { return "get"; } }
                private string Auto { get; } = "auto";
                protected virtual string Virtual { get; set; } = "";
                private static void Sink(string? sql) { }
                private static string Choose(int n) { if (n == 1) return "first"; return "second"; }
                private static string Build(string n) => $"x '{n}'";
                private static void Validate(string n) { }
                private IEnumerable<string> Load() => File.ReadLines(_mutable);
                public void Change() => _mutable = "n";
                {{members}}
            }
            """;
        var trees = new[] { code,
            ReferenceSet.Backend10.ImplicitUsings }.Select(c => CSharpSyntaxTree.ParseText(c, new CSharpParseOptions(LanguageVersion.Latest)));
        var compilation = CSharpCompilation.Create("T", trees, ReferenceSet.Backend10.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        if (compiles) Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        var tree = compilation.SyntaxTrees[0];
        var call = tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().First(i => i.Expression.ToString() == "Sink");
        var operation = compilation.GetSemanticModel(tree).GetOperation(call);
        var value = operation is IInvocationOperation invocation ? invocation.Arguments[0].Value : operation!;
        return Task.FromResult(Facts.Of(compilation).Provenance().Of(value));
    }
}
