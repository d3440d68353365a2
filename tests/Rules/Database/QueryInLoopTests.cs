using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class QueryInLoopTests
{
    [Theory]
    [InlineData("foreach (var o in orders) { o.Customer = await db.Customers.[|FirstOrDefaultAsync|](c => c.Id == o.CustomerId, token); }")]
    [InlineData("foreach (var o in orders) { o.Customer = await db.Customers.[|FindAsync|](new object[] { o.CustomerId }, token); }")]
    [InlineData("foreach (var o in orders) { o.Customer = db.Customers.[|Find|](o.CustomerId); }")]
    [InlineData("foreach (var o in orders) { o.Customer = db.Customers.[|First|](c => c.Id == o.CustomerId); }")]
    [InlineData("foreach (var o in orders) { o.Customer = db.Customers.Where(c => c.Id == o.CustomerId).[|SingleOrDefault|](); }")]
    [InlineData("foreach (var o in orders) { o.Lines = _db.Lines.Where(l => l.OrderId == o.Id).[|ToList|](); }")]
    [InlineData("foreach (var o in orders) { o.Lines = await (from l in db.Lines where l.OrderId == o.Id select l).[|ToListAsync|](token).ConfigureAwait(false); }")]
    [InlineData("foreach (var o in await db.Orders.ToListAsync(token)) { Use(await db.Lines.Where(l => l.OrderId == o.Id).[|CountAsync|](token)); }")]
    [InlineData("foreach (var o in db.Orders) { Use(db.Lines.[|Count|](l => l.OrderId == o.Id)); }")]
    [InlineData("await foreach (var o in db.Orders.AsAsyncEnumerable().WithCancellation(token)) { Use(await db.Lines.[|CountAsync|](l => l.OrderId == o.Id, token)); }")]
    [InlineData("foreach (var o in orders) { foreach (var l in db.Lines.[|Where|](l => l.OrderId == o.Id)) Use(l); }")]
    [InlineData("foreach (var o in orders) { var q = db.Lines.Where(l => l.OrderId == o.Id); if (id > 1) q = q.Where(l => l.Quantity > 1); Use(await q.[|ToListAsync|](token)); }")]
    [InlineData("foreach (var o in orders) { await foreach (var l in db.Lines.Where(l => l.OrderId == o.Id).[|AsAsyncEnumerable|]().WithCancellation(token)) Use(l); }")]
    [InlineData("foreach (var o in orders) { var q = db.Lines.Where(l => l.OrderId == o.Id); foreach (var l in q.[|AsEnumerable|]()) Use(l); }")]
    [InlineData("foreach (var i in ids) { if (!await db.Orders.[|AnyAsync|](o => o.Id == i, token)) throw new InvalidOperationException(); }")]
    [InlineData("foreach (var i in ids) { if (!db.Orders.[|Any|](o => o.Id == i)) return; }")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { Use(await db.Orders.[|SingleAsync|](o => o.Id == ids[i], token)); }")]
    [InlineData("for (var i = ids.Count - 1; i >= 0; i--) { Use(await db.Orders.[|SingleAsync|](o => o.Id == ids[i], token)); }")]
    [InlineData("var i = 0; while (i < ids.Count) { Use(await db.Set<Order>().[|FindAsync|](ids[i++])); }")]
    [InlineData("foreach (var o in orders) { await db.Entry(o).Collection(x => x.Lines).[|LoadAsync|](token); }")]
    [InlineData("foreach (var o in orders) { db.Entry(o).Reference(x => x.Customer).[|Load|](); }")]
    [InlineData("var names = orders.Select(o => db.Customers.[|First|](c => c.Id == o.CustomerId).Name).ToList(); Use(names);")]
    [InlineData("var open = orders.Where(o => db.Lines.[|Any|](l => l.OrderId == o.Id)).ToList(); Use(open);")]
    [InlineData("var byId = ids.ToDictionary(i => i, i => db.Orders.[|Find|](i)); Use(byId);")]
    [InlineData("orders.ForEach(o => o.Customer = db.Customers.[|Find|](o.CustomerId));")]
    [InlineData("var names = from o in orders select db.Customers.[|First|](c => c.Id == o.CustomerId).Name; Use(names);")]
    [InlineData("orders.ForEach(async o => o.Customer = await db.Customers.[|FirstAsync|](c => c.Id == o.CustomerId, token));")]
    [InlineData("foreach (var (o, i) in orders.Select((o, i) => (o, i))) { Use(db.Lines.Where(l => l.OrderId == o.Id).[|Sum|](l => l.Quantity)); }")]
    [InlineData("foreach (var o in orders) { await db.Lines.Where(l => l.OrderId == o.Id).[|ExecuteDeleteAsync|](token); }")]
    [InlineData("foreach (var o in orders) { await db.Database.[|ExecuteSqlAsync|]($\"UPDATE Orders SET Paid = 1 WHERE Id = {o.Id}\", token); }")]
    [InlineData("foreach (var g in orders.GroupBy(o => o.CustomerId)) { Use(await db.Customers.[|FindAsync|](g.Key)); }")]
    [InlineData("foreach (var (key, o) in orders.ToDictionary(o => o.Id)) { Use(await db.Customers.[|FirstAsync|](c => c.Id == o.CustomerId, token)); }")]
    [InlineData("foreach (var i in ids) { try { Use(await db.Orders.[|FirstAsync|](o => o.Id == i, token)); } catch (InvalidOperationException) { logger.LogWarning(\"Gone\"); } }")]
    [InlineData("foreach (var i in ids) { var o = await db.Orders.[|FindAsync|](i); o!.Paid = true; } await db.SaveChangesAsync(token);")]
    public Task Reports_a_query_for_each_element(string statements) => Verify<QueryInLoop>.Reports(TrackedShop.In(statements));

    [Theory]
    [InlineData("foreach (var i in ids) { Use(await connection.[|QuerySingleAsync<Order>|](\"SELECT * FROM Orders WHERE Id = @i\", new { i })); }")]
    [InlineData("foreach (var i in ids) { Use(connection.[|QueryFirstOrDefault<Order>|](\"SELECT * FROM Orders WHERE Id = @i\", new { i })); }")]
    [InlineData("foreach (var o in orders) { await connection.[|ExecuteAsync|](\"INSERT INTO Orders (Id) VALUES (@Id)\", o); }")]
    [InlineData("foreach (var i in ids) { using var c = new SqlConnection(\"Server=.\"); Use(await c.[|QueryAsync<Order>|](\"SELECT * FROM Orders WHERE Id = @i\", new { i })); }")]
    [InlineData("var all = ids.Select(i => connection.[|QuerySingle<Order>|](\"SELECT * FROM Orders WHERE Id = @i\", new { i })).ToList(); Use(all);")]
    [InlineData("foreach (var i in ids) { using var command = connection.CreateCommand(); command.CommandText = \"SELECT COUNT(*) FROM Lines\"; Use(await command.[|ExecuteScalarAsync|](token)); }")]
    [InlineData("using var command = new SqlCommand(\"DELETE FROM Lines WHERE Id = @id\"); command.Parameters.Add(\"@id\", SqlDbType.Int); foreach (var i in ids) { command.Parameters[0].Value = i; command.[|ExecuteNonQuery|](); }")]
    [InlineData("foreach (var i in ids) { IDbCommand command = connection.CreateCommand(); command.CommandText = \"SELECT 1\"; using var reader = command.[|ExecuteReader|](); }")]
    [InlineData("using var all = connection.CreateCommand(); using var reader = all.ExecuteReader(); while (reader.Read()) { using var one = connection.CreateCommand(); one.CommandText = \"SELECT 1\"; Use(one.[|ExecuteScalar|]()); }")]
    [InlineData("using var all = connection.CreateCommand(); using var reader = await all.ExecuteReaderAsync(token); while (await reader.ReadAsync(token)) { Use(await db.Orders.[|FindAsync|](reader.GetInt32(0))); }")]
    [InlineData("foreach (var i in ids) { await connection.[|ExecuteAsync|](\"UPDATE Orders SET Paid = 1 WHERE Id = @i\", new { i }); }")]
    [InlineData("foreach (var i in ids) { using var c = new SqlCommand(\"UPDATE Orders SET Paid = 1 WHERE Id = \" + i); await c.[|ExecuteNonQueryAsync|](token); }")]
    [InlineData("foreach (var o in orders) { await connection.[|ExecuteAsync|]($\"DELETE FROM Orders WHERE Status = '{o.Status}'\"); }")]
    [InlineData("var table = \"Orders\" + id; foreach (var i in ids) { await connection.[|ExecuteAsync|]($\"DELETE FROM {table} WHERE Id = @i\", new { i }); }")]
    public Task Reports_it_for_Dapper_and_commands(string statements) => Verify<QueryInLoop>.Reports(TrackedShop.In(statements));

    [Theory]
    [InlineData("public async Task All(List<Order> orders) { foreach (var o in orders) o.Customer = await [|LoadAsync|](o.CustomerId); } private async Task<Customer?> LoadAsync(int id) => await db.Customers.FindAsync(id);")]
    [InlineData("public void All(List<Order> orders) { foreach (var o in orders) o.Customer = this.[|Load|](o.CustomerId); } private Customer? Load(int id) { return _db.Customers.FirstOrDefault(c => c.Id == id); }")]
    [InlineData("public List<Customer?> All(List<Order> orders) => orders.Select(o => [|Load|](o.CustomerId)).ToList(); private Customer? Load(int id) { return _db.Customers.FirstOrDefault(c => c.Id == id); }")]
    [InlineData("public void All(List<Order> orders) { foreach (var o in orders) o.Customer = [|Load|](o.CustomerId); Customer? Load(int id) => _db.Customers.Find(id); }")]
    [InlineData("public async Task All(List<int> ids) { foreach (var i in ids) Use(await [|CountAsync|](i)); } private Task<int> CountAsync(int id) => connection.ExecuteScalarAsync<int>(\"SELECT COUNT(*) FROM Lines WHERE OrderId = @id\", new { id });")]
    public Task Reports_one_hop_away(string members) => Verify<QueryInLoop>.Reports(TrackedShop.Members(members));

    [Theory]
    [InlineData("var byId = await db.Customers.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, token); foreach (var o in orders) o.Customer = byId[o.CustomerId];")]
    [InlineData("foreach (var o in await db.Orders.Include(o => o.Lines).ToListAsync(token)) Use(o.Lines.Count);")]
    [InlineData("foreach (var o in db.Orders.Where(o => o.Paid)) Use(o);")]
    [InlineData("await foreach (var o in db.Orders.AsAsyncEnumerable().WithCancellation(token)) Use(o);")]
    [InlineData("var names = await db.Orders.Select(o => db.Customers.First(c => c.Id == o.CustomerId).Name).ToListAsync(token); Use(names);")]
    [InlineData("foreach (var chunk in ids.Chunk(500)) Use(await db.Orders.Where(o => chunk.Contains(o.Id)).ToListAsync(token));")]
    [InlineData("for (var page = 0; ; page++) { var some = await db.Orders.OrderBy(o => o.Id).Skip(page * 100).Take(100).ToListAsync(token); if (some.Count == 0) break; }")]
    [InlineData("List<Order> some; do { some = await db.Orders.OrderBy(o => o.Id).Take(100).ToListAsync(token); } while (some.Count == 100);")]
    [InlineData("var last = 0; while (true) { var some = await db.Orders.Where(o => o.Id > last).Take(100).ToListAsync(token); if (some.Count == 0) break; last = some[^1].Id; }")]
    [InlineData("for (var skip = 0; skip < count; skip += 100) Use(await db.Orders.OrderBy(o => o.Id).Skip(skip).Take(100).ToListAsync(token));")]
    [InlineData("for (var attempt = 0; attempt < 3; attempt++) { try { Use(await db.Orders.FirstAsync(token)); break; } catch (SqlException) { await Task.Delay(100, token); } }")]
    [InlineData("while (!token.IsCancellationRequested) { Use(await db.Orders.CountAsync(token)); await Task.Delay(1000, token); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1)); while (await timer.WaitForNextTickAsync(token)) Use(await db.Orders.CountAsync(token));")]
    [InlineData("using var command = connection.CreateCommand(); using var reader = await command.ExecuteReaderAsync(token); while (await reader.ReadAsync(token)) Use(reader.GetInt32(0));")]
    [InlineData("foreach (var status in new[] { \"new\", \"paid\" }) Use(await db.Orders.CountAsync(o => o.Status == status, token));")]
    [InlineData("foreach (var day in Enum.GetValues<DayOfWeek>()) Use(await db.Orders.CountAsync(o => o.Placed.DayOfWeek == day, token));")]
    [InlineData("string[] names = [\"a\", \"b\"]; foreach (var name in names) Use(await db.Customers.AnyAsync(c => c.Name == name, token));")]
    [InlineData("for (var left = 3; left > 0; left--) { Use(await db.Orders.CountAsync(token)); }")]
    [InlineData("int? next = id; while (next is not null) { var o = await db.Orders.FindAsync(next); next = o?.CustomerId; }")]
    [InlineData("string code; do { code = Guid.NewGuid().ToString(); } while (await db.Orders.AnyAsync(o => o.Status == code, token));")]
    [InlineData("foreach (var o in orders) { foreach (var l in o.Lines.Where(l => l.Quantity > 1).ToList()) Use(l); Use(o.Lines.First()); Use(orders.Any(x => x.Id == o.CustomerId)); }")]
    [InlineData("var known = new Dictionary<int, Customer>(); foreach (var o in orders) { if (!known.TryGetValue(o.CustomerId, out var c)) { c = await db.Customers.FirstAsync(x => x.Id == o.CustomerId, token); known[o.CustomerId] = c; } Use(c); }")]
    [InlineData("foreach (var o in orders) { if (o.Id == id) { Use(await db.Customers.FindAsync(o.CustomerId)); break; } }")]
    [InlineData("foreach (var o in orders) { if (o.Id == id) { await db.Entry(o).Collection(x => x.Lines).LoadAsync(token); return; } }")]
    [InlineData("foreach (var tenant in ids) { using var scope = scopes.CreateScope(); var own = scope.ServiceProvider.GetRequiredService<ShopDb>(); Use(await own.Orders.CountAsync(token)); }")]
    [InlineData("foreach (var server in new List<string> { \"a\", \"b\" }) { using var c = new SqlConnection(server); Use(await c.QueryAsync<int>(\"SELECT 1\")); }")]
    [InlineData("IEnumerable<string> servers = System.IO.File.ReadLines(\"s\"); foreach (var server in servers) { using var c = new SqlConnection(server); Use(await c.QueryAsync<int>(\"SELECT 1\")); }")]
    [InlineData("foreach (var part in System.IO.File.ReadAllText(\"a.sql\").Split(';')) await connection.ExecuteAsync(part);")]
    [InlineData("IEnumerable<string> scripts = System.IO.Directory.GetFiles(\".\"); foreach (var script in scripts) await connection.ExecuteAsync(script);")]
    [InlineData("var channel = System.Threading.Channels.Channel.CreateUnbounded<int>(); await foreach (var i in channel.Reader.ReadAllAsync(token)) Use(await db.Orders.FindAsync(i));")]
    [InlineData("await Task.WhenAll(ids.Select(i => db.Orders.FirstAsync(o => o.Id == i, token)));")]
    [InlineData("foreach (var o in orders) { db.Orders.Add(o); await db.SaveChangesAsync(token); }")]
    [InlineData("foreach (var o in orders) { Func<int, Order?> find = i => db.Orders.Find(i); Use(find); }")]
    [InlineData("foreach (var o in orders) { var q = db.Lines.Where(l => l.OrderId == o.Id); Use(q); }")]
    [InlineData("await Task.WhenAll(ids.Select(async i => { var o = await db.Orders.FirstAsync(o => o.Id == i, token); Use(o.Status); }));")]
    [InlineData("var tasks = ids.Select(async i => await db.Orders.FirstAsync(o => o.Id == i, token)); Use(await Task.WhenAll(tasks));")]
    [InlineData("try { await db.SaveChangesAsync(token); } catch (DbUpdateConcurrencyException e) { foreach (var entry in e.Entries) await entry.ReloadAsync(token); }")]
    [InlineData("var all = await db.Orders.ToListAsync(token); foreach (var i in ids) Use(all.First(o => o.Id == i));")]
    [InlineData("var lookup = orders.ToLookup(o => o.CustomerId); foreach (var g in lookup) Use(g.Count());")]
    [InlineData("var commands = new List<SqlCommand>(); foreach (var command in commands) { command.CommandTimeout = 5; command.ExecuteNonQuery(); }")]
    [InlineData("var commands = new List<SqlCommand>(); SqlCommand? current = null; for (var i = 0; i < commands.Count; i++) { current = commands[i]; await current.ExecuteNonQueryAsync(token); }")]
    [InlineData("var steps = new List<(SqlCommand Command, int Rows)>(); foreach (var step in steps) Use(step.Command.ExecuteNonQuery() == step.Rows);")]
    [InlineData("foreach (var i in ids) { using var create = connection.CreateCommand(); create.CommandText = \"CREATE DATABASE tenant\" + i; await create.ExecuteNonQueryAsync(token); }")]
    [InlineData("foreach (var i in ids) await connection.ExecuteAsync($\"ALTER TABLE Orders_{i} ADD Note text\");")]
    [InlineData("var limits = new { MostBatches = count }; for (var i = 0; i < limits.MostBatches; i++) { var n = await connection.ExecuteAsync(\"DELETE TOP (100) FROM Orders WHERE Paid = 1\"); if (n < 100) break; }")]
    [InlineData("foreach (var i in ids) { var table = \"Orders\" + i; using var c = new SqlCommand($\"DELETE FROM {table}\"); await c.ExecuteNonQueryAsync(token); }")]
    [InlineData("foreach (var i in ids) { using var c = new SqlCommand(\"create sequence if not exists s\" + i); await c.ExecuteNonQueryAsync(token); }")]
    [InlineData("foreach (var o in orders) { using var c = new SqlCommand(o.Status); c.Parameters.AddWithValue(\"@id\", o.Id); await c.ExecuteNonQueryAsync(token); }")]
    [InlineData("using var c = new SqlCommand(\"UPDATE Orders SET Paid = 1\"); for (var i = 0; i < count; i++) await c.ExecuteNonQueryAsync(token);")]
    [InlineData("IEnumerable<string> parts = System.IO.File.ReadLines(\"a.sql\"); foreach (var part in parts) { using var c = new SqlCommand(part) { CommandTimeout = 5 }; await c.ExecuteNonQueryAsync(token); }")]
    public Task Stays_silent(string statements) => Verify<QueryInLoop>.Silent(TrackedShop.In(statements));

    [Fact]
    public Task Reports_a_repository_that_is_asked_for_each_element() => Verify<QueryInLoop>.Reports("""
        using Microsoft.EntityFrameworkCore;

        public class Note { public int Id { get; set; } public string Text { get; set; } = ""; }
        public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Note> Notes => Set<Note>(); }
        public interface INotes { Task<Note?> GetAsync(int id, CancellationToken token); Task<string> TellAsync(int id, CancellationToken token); string Describe(Note note); }
        public class NoteRepository(Db db, ILogger<NoteRepository> logger) : INotes
        {
            public async Task<Note?> GetAsync(int id, CancellationToken token) { return await db.Notes.FirstOrDefaultAsync(n => n.Id == id, token); }
            public async Task<string> TellAsync(int id, CancellationToken token)
            {
                logger.LogInformation("Telling {Id}", id);
                return await db.Notes.Where(n => n.Id == id).Select(n => n.Text).FirstAsync(token);
            }
            public string Describe(Note note) => note.Text;
        }
        public class NoteService(INotes notes, NoteRepository same)
        {
            public async Task<List<string>> AllAsync(List<int> ids, CancellationToken token)
            {
                var texts = new List<string>();
                foreach (var id in ids)
                {
                    if (await notes.[|GetAsync|](id, token) is { } note) texts.Add(notes.Describe(note));
                    texts.Add((await same.[|GetAsync|](id, token))!.Text);
                    texts.Add(await notes.TellAsync(id, token));
                }
                return texts;
            }
            public async Task<List<string>> EachItsOwnAsync(List<int> ids, IServiceScopeFactory scopes, CancellationToken token)
            {
                var texts = new List<string>();
                foreach (var id in ids)
                {
                    using var scope = scopes.CreateScope();
                    var own = scope.ServiceProvider.GetRequiredService<INotes>();
                    texts.Add((await own.GetAsync(id, token))!.Text);
                }
                return texts;
            }
        }
        """);

    [Fact]
    public Task Stays_silent_on_recursion_and_on_what_saves() => Verify<QueryInLoop>.Silent(TrackedShop.Members("""
        public async Task Tree(int id) { foreach (var child in await db.Orders.Where(o => o.CustomerId == id).ToListAsync()) await Tree(child.Id); }
        public async Task All(List<int> ids) { foreach (var i in ids) await PayAsync(i); }
        public async Task Group(List<int> ids) { Use(await Task.WhenAll(ids.Select(async i => await LoadAsync(i)))); }
        private async Task<Order> LoadAsync(int id) => await db.Orders.FirstAsync(x => x.Id == id);
        private async Task PayAsync(int id) { var o = await db.Orders.FirstAsync(x => x.Id == id); o.Paid = true; await db.SaveChangesAsync(); }
        private readonly Dictionary<int, Customer?> _known = new();
        public async Task Cached(List<int> ids) { foreach (var i in ids) Use(await KnownAsync(i)); }
        private async Task<Customer?> KnownAsync(int id) { if (_known.TryGetValue(id, out var c)) return c; return _known[id] = await db.Customers.FindAsync(id); }
        """));

    [Fact]
    public Task Reports_with_the_version_before_and_in_top_level_statements() => Verify<QueryInLoop>.Reports("""
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;

        var app = WebApplication.Create(args);
        app.MapGet("/notes", async (Db db, CancellationToken token) =>
        {
            var titles = new List<string>();
            foreach (var note in await db.Notes.ToListAsync(token))
                titles.Add((await db.Authors.[|SingleAsync|](a => a.Id == note.AuthorId, token)).Name);
            return titles;
        });

        using var connection = new SqlConnection("Server=.");
        foreach (var id in args) Console.WriteLine(await connection.[|QuerySingleAsync<string>|]("SELECT Name FROM Authors WHERE Id = @id", new { id }));
        app.Run();

        public class Note { public int Id { get; set; } public int AuthorId { get; set; } }
        public class Author { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Db : DbContext { public DbSet<Note> Notes => Set<Note>(); public DbSet<Author> Authors { get; set; } = null!; }
        """, new() { References = ReferenceSet.Backend8 });

    [Fact]
    public Task Reports_on_types_that_source_declares() => Verify<QueryInLoop>.Reports("""
        namespace Microsoft.EntityFrameworkCore
        {
            public class DbSet<T> : IQueryable<T> where T : class
            {
                public T? Find(params object?[] keys) => null;
                public ValueTask<T?> FindAsync(params object?[] keys) => default;
                public Type ElementType => typeof(T);
                public System.Linq.Expressions.Expression Expression => null!;
                public IQueryProvider Provider => null!;
                public IEnumerator<T> GetEnumerator() => null!;
                System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!;
            }

            public class DbContext { public DbSet<T> Set<T>() where T : class => new(); }
            public static class EntityFrameworkQueryableExtensions
            {
                public static Task<T?> FirstOrDefaultAsync<T>(this IQueryable<T> source, System.Linq.Expressions.Expression<Func<T, bool>> predicate, CancellationToken token = default) => Task.FromResult<T?>(default);
                public static Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken token = default) => Task.FromResult(new List<T>());
            }
        }

        namespace App
        {
            using Microsoft.EntityFrameworkCore;
            public class Item { public int Id { get; set; } }
            public class Db : DbContext { public DbSet<Item> Items { get; } = new(); }
            public class Service
            {
                private readonly Db _db;
                public Service(Db db) => _db = db;
                public async Task M(int[] ids)
                {
                    foreach (var id in ids)
                    {
                        await _db.Items.[|FirstOrDefaultAsync|](i => i.Id == id);
                        await _db.Items.[|FindAsync|](id);
                        _db.Items.[|First|](i => i.Id == id);
                        await _db.Items.Where(i => i.Id == id).[|ToListAsync|]();
                    }
                }
            }
        }
        """, new() { References = ReferenceSet.Web10 });

    [Theory]
    [InlineData("foreach (var o in orders) { db.Orders.First(; await db. } while (")]
    [InlineData("foreach (var o in ) db.Orders.ToList(); for (;;) db.Orders.Find(); foreach (var (a, b) in db.Orders) db.Orders.Where().ToList();")]
    [InlineData("await Task.WhenAll(ids.Select(i => db.Orders.FirstAsync(), db.Gone.ToListAsync())); Parallel.ForEach(ids, i => db.; var t = t; await t;")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(; o.Paid = ; o.Gone.Add(o); db.SaveChanges(; db.SaveChangesAsync(); return db.Orders.Where(;")]
    [InlineData("var q = q.Where(x => x); db.Orders.RemoveRange(); db.Orders.RemoveRange(q); foreach (var x in q) x.Paid = y; db.SaveChanges(); db.SaveChanges();")]
    public async Task Survives_half_typed_code(string statements)
    {
        var setup = new Setup { Compiler = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None, ExtraRuns = false };
        await Survives<QueryInLoop>();
        await Survives<SaveChangesInLoop>();
        await Survives<ConcurrentContextUse>();
        await Survives<SilentWrite>();
        await Survives<EscapedQueryable>();
        await Survives<TrackedReadOnlyQuery>();
        await Survives<LoadThenWrite>();
        await Survives<SplitUnitOfWork>();
        await Survives<LongLivedContext>();

        // What is reported of such code does not matter; an exception would be reported as AD0001, and be named here.
        async Task Survives<T>() where T : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new()
        {
            try { await Verify<T>.Silent(TrackedShop.In(statements), setup); }
            catch (InvalidOperationException e) { Assert.DoesNotContain("AD0001", e.Message); }
        }
    }
}
