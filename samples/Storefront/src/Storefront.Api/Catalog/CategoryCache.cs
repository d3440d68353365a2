using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;
using Storefront.Api.Domain;

namespace Storefront.Api.Catalog;

public class CategoryCache(IServiceScopeFactory scopes)
{
    private readonly ConcurrentDictionary<string, Category?> _bySlug = new(StringComparer.OrdinalIgnoreCase);

    public Category? BySlug(string slug) => _bySlug.GetOrAdd(slug, key => LoadAsync(key).Result);

    public void Clear() => _bySlug.Clear();

    private async Task<Category?> LoadAsync(string slug)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorefrontDb>();
        return await db.Categories.AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug);
    }
}
