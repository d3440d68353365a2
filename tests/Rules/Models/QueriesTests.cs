using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ArchitectAnalyzers.Tests.Models;

/// <summary>
/// What <see cref="Queries"/> makes of the last executing call or <c>foreach</c> of a method: <c>root:source[context] operators… execution</c>, where
/// an operator that is not certain has a question mark.
/// </summary>
public class QueriesTests
{
    [Theory]
    [InlineData("db.Orders.ToList();", "Table:db.Orders[db] ToList")]
    [InlineData("await _db.Orders.ToListAsync();", "Table:_db.Orders[_db] ToList")]
    [InlineData("await this._db.Orders.AsNoTracking().Where(o => o.Id > 1).OrderBy(o => o.Id).ToListAsync();", "Table:this._db.Orders[_db] AsNoTracking Where OrderBy ToList")]
    [InlineData("db.Set<Order>().Include(o => o.Lines).ThenInclude(l => l.Order).First(o => o.Id == 1);", "Table:db.Set<Order>()[db] Include ThenInclude First")]
    [InlineData("_set.Count();", "Table:_set[] Count")]
    [InlineData("db.Orders.FromSql($\"select 1\").ToList();", "Sql:db.Orders.FromSql($\"select 1\")[db] ToList")]
    [InlineData("db.Database.SqlQuery<int>($\"select 1\").ToList();", "Sql:db.Database.SqlQuery<int>($\"select 1\")[db] ToList")]
    [InlineData("store.Orders.AnyAsync();", "Table:store.Orders[store] Any")]
    [InlineData("db?.Orders.Where(o => o.Id == 1).ToList();", "Table:.Orders[] Where ToList")]
    [InlineData("EntityFrameworkQueryableExtensions.ToListAsync(Queryable.Where(db.Orders, o => o.Id == 1));", "Table:db.Orders[db] Where ToList")]
    [InlineData("(from o in db.Orders where o.Id > 1 orderby o.Name descending select o.Name).ToList();", "Table:db.Orders[db] Where OrderByDescending Select ToList")]
    [InlineData("db.Orders.AsQueryable().Where(o => o.Id == 1).ExecuteDelete();", "Table:db.Orders[db] Where ExecuteDelete")]
    [InlineData("db.Orders.AsEnumerable();", "Table:db.Orders[db] AsEnumerable")]
    [InlineData("db.Orders.AsAsyncEnumerable();", "Table:db.Orders[db] AsAsyncEnumerable")]
    [InlineData("Func<Order, bool> f = o => true; db.Orders.Where(f);", "Table:db.Orders[db] Where")]
    [InlineData("foreach (var o in db.Orders.Where(o => o.Id == 1)) { }", "Table:db.Orders[db] Where foreach")]
    [InlineData("await foreach (var o in db.Orders) { }", "Table:db.Orders[db] foreach")]
    [InlineData("var set = db.Orders; set.ToList();", "Table:db.Orders[db] ToList")]
    public void Chains(string body, string expected) => Assert.Equal(expected, Of(body));

    [Theory]
    [InlineData("var q = db.Orders.Where(o => o.Id > 1); if (flag) q = q.Where(o => o.Id < 9); await q.ToListAsync();", "Table:db.Orders[db] Where Where? ToList")]
    [InlineData("var q = db.Orders.AsQueryable(); q = q.OrderBy(o => o.Id); q.Take(3).ToList();", "Table:db.Orders[db] OrderBy Take ToList")]
    [InlineData("IQueryable<Order> q; if (flag) q = db.Orders.OrderBy(o => o.Id); else q = db.Orders.OrderBy(o => o.Name); q.ToList();", "Table:db.Orders[db] OrderBy OrderBy? ToList")]
    [InlineData("var q = flag ? db.Orders.Where(o => o.Id == 1) : db.Orders; q.ToList();", "Table:db.Orders[db] Where? ToList")]
    [InlineData("var q = db.Orders.AsQueryable(); q = number switch { 1 => q.OrderBy(o => o.Id), _ => q.OrderByDescending(o => o.Id) }; q.ToList();", "Table:db.Orders[db] OrderBy OrderByDescending? ToList")]
    [InlineData("var q = db.Orders.AsQueryable(); foreach (var i in new[] { 1 }) q = q.Where(o => o.Id != i); q.ToList();", "Table:db.Orders[db] Where? ToList")]
    [InlineData("var q = db.Orders.Where(o => o.Id == 1); var n = q.Count(); q = q.Take(1);", "Table:db.Orders[db] Where Count")]
    [InlineData("Open().Where(o => o.Id == 1).ToList();", "Table:_db.Orders[_db] Where Where ToList")]
    [InlineData("Late.ToList();", "Table:_db.Orders[_db] Where ToList")]
    [InlineData("db.Orders.Mine(1).ToList();", "Table:db.Orders[db] Where ToList")]
    [InlineData("Paged(db.Orders, flag).ToList();", "Table:db.Orders[db] Take? ToList")]
    [InlineData("db.Orders.Foreign().ToList();", "Table:db.Orders[db] Foreign ToList")]
    [InlineData("elsewhere.Where(o => o.Id == 1).ToList();", "Elsewhere:elsewhere[] Where ToList (cannot tell)")]
    [InlineData("elsewhere.Where(o => o.Id == 1).ToListAsync();", "Elsewhere:elsewhere[] Where ToList")]
    [InlineData("repository.Query().Include(o => o.Lines).ToList();", "Elsewhere:repository.Query()[] Include ToList")]
    public void Queries_built_in_steps(string body, string expected) => Assert.Equal(expected, Of(body));

    [Theory]
    [InlineData("list.ToList();")]
    [InlineData("list.AsQueryable().Where(o => o.Id == 1).ToList();")]
    [InlineData("db.Orders.ToList().Where(o => o.Id == 1);", "Table:db.Orders[db] ToList")]
    [InlineData("db.Orders.AsEnumerable().Count();", "Table:db.Orders[db] AsEnumerable")]
    [InlineData("db.Orders.Where(o => o.Lines.Any(l => l.Id == 1));")]
    [InlineData("db.Orders.Where(o => db.Orders.Any(p => p.Id == o.Id));")]
    [InlineData("db.Orders.Find(1);")]
    [InlineData("db.Orders.ToQueryString();")]
    [InlineData("var q = list.AsQueryable(); q = q.Where(o => o.Id == 1); q.ToList();")]
    [InlineData("foreach (var o in list) { }")]
    public void What_is_in_memory_is_no_query(string body, string? expected = null) => Assert.Equal(expected, Of(body));

    [Theory]
    [InlineData("db.Orders.ToList();", false)]
    [InlineData("foreach (var o in db.Orders) { }", false)]
    [InlineData("foreach (var o in list) db.Orders.Count();", true)]
    [InlineData("while (flag) { db.Orders.Count(); }", true)]
    [InlineData("foreach (var o in db.Orders.ToList()) { }", false)]
    public void Loops(string body, bool isInLoop) => Assert.Equal(isInLoop, Query(body)!.Loop is not null);

    [Fact]
    public void Half_typed_code_does_not_throw()
    {
        Of("var q = q.Where(o => o.", compiles: false);
        Of("db.Orders.Where(.ToList();", compiles: false);
        Of("var a = b; var b = a; b.ToList();", compiles: false);
    }

    private static string? Of(string body, bool compiles = true)
    {
        if (Query(body, compiles) is not { } query) return null;
        var operators = string.Concat(query.Operators.Select(o => " " + o.Name + (o.IsCertain ? "" : "?")));
        return $"{query.Root}:{query.Source.Syntax}[{query.Context?.Name}]{operators} {query.ExecutedBy}" + (query.IsDatabase ? "" : " (cannot tell)");
    }

    private static Query? Query(string body, bool compiles = true)
    {
        var code = $$"""
            using Microsoft.EntityFrameworkCore;
            public class Order { public int Id { get; set; } public string Name { get; set; } = ""; public List<Line> Lines { get; set; } = []; }
            public class Line { public int Id { get; set; } public Order? Order { get; set; } }
            public class Shop : DbContext { public DbSet<Order> Orders => Set<Order>(); }
            public interface IShop { DbSet<Order> Orders { get; } }
            public interface IRepository { IQueryable<Order> Query(); }
            public static class Extensions
            {
                public static IQueryable<Order> Mine(this IQueryable<Order> orders, int id) => orders.Where(o => o.Id == id);
                public static IQueryable<Order> Foreign(this IQueryable<Order> orders) => throw new NotImplementedException();
            }
            public class C
            {
                private readonly Shop _db = null!;
                private readonly DbSet<Order> _set = null!;
                private IQueryable<Order> Open() { return _db.Orders.Where(o => o.Id > 0); }
                private IQueryable<Order> Late => _db.Orders.Where(o => o.Id > 0);
                private static IQueryable<T> Paged<T>(IQueryable<T> all, bool flag) { if (!flag) return all; return all.Take(5); }
                public async Task M(Shop db, IShop store, IRepository repository, IQueryable<Order> elsewhere, List<Order> list, bool flag, int number)
                {
                    {{body}}
                }
            }
            """;
        var trees = new[] { code,
            ReferenceSet.Backend10.ImplicitUsings }.Select(c => CSharpSyntaxTree.ParseText(c, new CSharpParseOptions(LanguageVersion.Latest)));
        var compilation = CSharpCompilation.Create("T", trees, ReferenceSet.Backend10.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        if (compiles) Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        var tree = compilation.SyntaxTrees[0];
        var method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single(m => m.Identifier.Text == "M");
        var queries = Facts.Of(compilation).Queries();
        Query? found = null;
        foreach (var operation in compilation.GetSemanticModel(tree).GetOperation(method)!.Descendants())
        {
            found = operation switch
            {
                IInvocationOperation call => queries.Executed(call),
                IForEachLoopOperation loop => queries.Executed(loop),
                _ => null,
            } ?? found;
        }

        return found;
    }
}
