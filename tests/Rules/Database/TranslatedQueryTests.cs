using System.Linq.Expressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ArchitectAnalyzers.Tests.Database;

/// <summary>
/// What fixes of queries claim, asked of a real database: the form after the fix answers the same as the form before it, with the work in the SQL.
/// </summary>
public class TranslatedQueryTests
{
    [Fact]
    public void A_filter_moved_before_the_materialization_is_in_the_SQL_and_answers_the_same()
    {
        using var db = Open();
        var before = db.Orders.ToList().Where(o => o.Total > 10).OrderByDescending(o => o.Total).Take(2).Select(o => o.Id).ToList();
        var query = db.Orders.Where(o => o.Total > 10).OrderByDescending(o => o.Total).Take(2).Select(o => o.Id);

        Assert.DoesNotContain("WHERE", db.Orders.ToQueryString());
        Assert.Contains("WHERE", query.ToQueryString());
        Assert.Contains("LIMIT", query.ToQueryString());
        Assert.Equal(before, query.ToList());
    }

    [Fact]
    public void A_count_moved_before_the_materialization_answers_the_same()
    {
        using var db = Open();
        Assert.Equal(db.Orders.ToList().Count(o => o.Total > 10), db.Orders.Count(o => o.Total > 10));
        Assert.Equal(db.Orders.ToList().Count, db.Orders.Count());
        Assert.Equal(db.Orders.Count(o => o.Total > 10) > 0, db.Orders.Any(o => o.Total > 10));
        Assert.Equal(db.Orders.Count(o => o.Total > 1000) == 0, !db.Orders.Any(o => o.Total > 1000));
    }

    [Fact]
    public void A_day_and_its_range_find_the_same_rows_and_only_the_range_leaves_the_column_alone()
    {
        using var db = Open();
        var day = new DateTime(2024, 3, 1);
        var (date, range) = (db.Orders.Where(o => o.Created.Date == day), db.Orders.Where(o => o.Created >= day && o.Created < day.AddDays(1)));
        Assert.Equal([1, 2], Ids(date));
        Assert.Equal(Ids(date), Ids(range));
        Assert.Contains("rtrim", date.ToQueryString());
        Assert.DoesNotContain("rtrim", range.ToQueryString());

        Same(o => o.Created.Date <= day, o => o.Created < day.AddDays(1));
        Same(o => o.Created.Date > day, o => o.Created >= day.AddDays(1));
        Same(o => o.Created.Date >= day, o => o.Created >= day);
        Same(o => o.Created.Date < day, o => o.Created < day);

        void Same(Expression<Func<Order, bool>> one, Expression<Func<Order, bool>> other) =>
            Assert.Equal(Ids(db.Orders.Where(one)), Ids(db.Orders.Where(other)));
    }

    [Fact]
    public void Lowered_text_and_text_may_find_different_rows_so_the_fix_says_so()
    {
        using var db = Open();
        Assert.Contains("lower(", db.Orders.Where(o => o.Number.ToLower() == "a1").ToQueryString());
        Assert.Single(db.Orders.Where(o => o.Number.ToLower() == "a1"));
        Assert.Empty(db.Orders.Where(o => o.Number == "a1"));
    }

    [Fact]
    public void An_order_by_the_key_is_in_the_SQL_before_the_limit()
    {
        using var db = Open();
        Assert.DoesNotContain("ORDER BY", db.Orders.Skip(1).Take(2).ToQueryString());
        Assert.Contains("ORDER BY", db.Orders.OrderBy(o => o.Id).Skip(1).Take(2).ToQueryString());
        Assert.Equal([2, 3], db.Orders.OrderBy(o => o.Id).Skip(1).Take(2).Select(o => o.Id).ToList());
        Assert.Contains("ORDER BY", db.Orders.OrderBy(o => o.Id).Select(o => o.Number).Take(2).ToQueryString());
    }

    [Fact]
    public void Split_queries_load_the_same_collections()
    {
        using var db = Open();
        var one = db.Orders.AsNoTracking().Include(o => o.Lines).Include(o => o.Payments).OrderBy(o => o.Id).ToList();
        var split = db.Orders.AsNoTracking().Include(o => o.Lines).Include(o => o.Payments).OrderBy(o => o.Id).AsSplitQuery().ToList();
        Assert.Equal(one.Select(o => (o.Id, o.Lines.Count, o.Payments.Count)), split.Select(o => (o.Id, o.Lines.Count, o.Payments.Count)));
    }

    [Fact]
    public void A_delegate_filters_in_memory_and_a_method_of_ones_own_does_not_translate()
    {
        using var db = Open();
        Func<Order, bool> isLarge = o => o.Total > 10;
        Assert.IsNotAssignableFrom<IQueryable>(db.Orders.Where(isLarge));
        Assert.Throws<InvalidOperationException>(() => db.Orders.Where(o => IsLarge(o)).ToList());
    }

    private static bool IsLarge(Order order) => order.Total > 10;

    private static List<int> Ids(IQueryable<Order> orders) => [.. orders.OrderBy(o => o.Id).Select(o => o.Id)];

    private static Store Open()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var db = new Store(new DbContextOptionsBuilder<Store>().UseSqlite(connection).Options);
        db.Database.EnsureCreated();
        db.Orders.AddRange(
            new Order { Id = 1, Number = "A1", Total = 5, Created = new DateTime(2024, 3, 1), Lines = [new(), new()], Payments = [new(), new(), new()] },
            new Order { Id = 2, Number = "A2", Total = 50, Created = new DateTime(2024, 3, 1, 23, 59, 59), Lines = [new()] },
            new Order { Id = 3, Number = "A3", Total = 20, Created = new DateTime(2024, 3, 2) },
            new Order { Id = 4, Number = "A4", Total = 30, Created = new DateTime(2024, 2, 29, 12, 0, 0) });
        db.SaveChanges();
        db.ChangeTracker.Clear();
        return db;
    }

    public class Order
    {
        public int Id { get; set; }
        public string Number { get; set; } = "";
        public double Total { get; set; }
        public DateTime Created { get; set; }
        public List<Line> Lines { get; set; } = [];
        public List<Payment> Payments { get; set; } = [];
    }

    public class Line
    {
        public int Id { get; set; }
    }

    public class Payment
    {
        public int Id { get; set; }
    }

    public class Store(DbContextOptions<Store> options) : DbContext(options)
    {
        public DbSet<Order> Orders => Set<Order>();
    }
}
