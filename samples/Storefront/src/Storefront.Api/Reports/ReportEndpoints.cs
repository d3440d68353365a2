using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;
using Storefront.Api.Domain;

namespace Storefront.Api.Reports;

public static class ReportEndpoints
{
    public static IEndpointRouteBuilder MapReports(this IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("/reports").RequireAuthorization("staff");

        reports.MapGet("/sales", async (string country, SalesReports sales, DateTime? from) =>
            Results.Ok(await sales.ByCountryAsync(country, from ?? new DateTime(2026, 1, 1))));

        reports.MapGet("/sales/filter", async (SalesReports sales, string? city, OrderStatus? status, CancellationToken ct) =>
            Results.Ok(await sales.FilterAsync(city, status, ct)));

        reports.MapGet("/sales/since", async (DateTime from, SalesReports sales, string? country, CancellationToken ct) =>
            Results.Ok(await sales.SinceAsync(from, country, ct)));

        reports.MapGet("/dashboard", Dashboard);

        reports.MapGet("/prices", async (PriceLists prices, CancellationToken ct) => Results.Text(await prices.TextAsync(ct)));

        reports.MapGet("/open", async (SalesReports sales, CancellationToken ct) => Results.Ok(new { open = await sales.OpenAsync(ct) }));

        reports.MapGet("/orders.csv", async (SalesReports sales, HttpResponse response, CancellationToken ct) =>
        {
            response.ContentType = "text/csv";
            await foreach (var line in sales.ExportAsync(ct)) await response.WriteAsync(line + "\n", ct);
        });
        reports.MapGet("/skus", async (BackOffice office, CancellationToken ct, int page = 0) => Results.Ok(await office.PageOfSkusAsync(page, ct)));

        reports.MapGet("/totals", async (int[] id, BackOffice office, CancellationToken ct) => Results.Ok(await office.TotalsAsync(id, ct)));

        reports.MapGet("/staff", async (BackOffice office, CancellationToken ct) => Results.Ok(await office.StaffAsync(ct)));

        reports.MapGet("/berlin", (BackOffice office) => Results.Ok(new { customers = office.Matching(c => c.City == "Berlin") }));

        reports.MapGet("/cheap", (StorefrontDb db) => db.Products.Where(p => p.PriceCents < 2000).OrderBy(p => p.Sku).Select(p => p.Name));

        reports.MapGet("/skus.txt", async (StorefrontDb db, HttpResponse response, CancellationToken ct) =>
        {
            var skus = await db.Products.OrderBy(p => p.Sku).Select(p => p.Sku).ToListAsync(ct);
            await response.WriteAsync(string.Join("\n", skus), ct);
            response.Headers.CacheControl = "no-store";
        });
        return routes;

        static async Task<IResult> Dashboard(SalesReports sales, CancellationToken ct) => Results.Ok(await sales.DashboardAsync(ct));
    }
}
