"""The archive's public pages."""

from django.urls import path, register_converter

from decisions.views import (
    case,
    coverage,
    exports,
    guidelines,
    health,
    help,  # noqa: A004
    home,
    original,
    packet,
    same_wording,
    search,
    similar,
    sitemap,
    specialties,
    statistics,
    suggest,
    treatments,
)


class PublicId:
    """A case number, or "d-" and hex digits: case numbers and hashes hold no dots or slashes."""

    regex = r"[A-Za-z0-9-]{1,40}"

    def to_python(self, value: str) -> str:
        """As it stands in the URL."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands in the record."""
        return value


register_converter(PublicId, "public_id")

urlpatterns = [
    path("", home.home, name="home"),
    path("decisions/", search.search, name="search"),
    path("decisions.json", search.search_json, name="search_json"),
    path("decisions.csv", exports.decisions_csv, name="decisions_csv"),
    path("decisions.xlsx", exports.decisions_xlsx, name="decisions_xlsx"),
    path("decisions.atom", exports.decisions_atom, name="decisions_atom"),
    path("decisions/facets/<slug:name>/", search.facet, name="facet"),
    path("cases/<public_id:public_id>/", case.case, name="case"),
    path("cases/<public_id:public_id>.json", case.case_json, name="case_json"),
    path("cases/<public_id:public_id>.txt", case.case_text, name="case_text"),
    path("cases/<public_id:public_id>/original/", original.case_original, name="case_original"),
    path("cases/<public_id:public_id>/similar/<int:position>/", similar.similar, name="similar"),
    path("cases/<public_id:public_id>/same-wording/<int:position>/", same_wording.same_wording, name="same_wording"),
    path("packet/", packet.packet, name="packet"),
    path("packet.docx", packet.packet_docx, name="packet_docx"),
    path("bookmarks/", packet.bookmarks, name="bookmarks"),
    path("treatments/", treatments.treatments, name="treatments"),
    path("treatments/<slug:slug>/", treatments.treatment, name="treatment"),
    path("treatments/<slug:slug>/quantity/<slug:name>/", treatments.quantity, name="quantity"),
    path("guidelines/", guidelines.guidelines, name="guidelines"),
    path("guidelines/<slug:slug>/", guidelines.guideline, name="guideline"),
    path("guidelines/<slug:slug>/pages/<int:number>/", guidelines.guideline_page, name="guideline_page"),
    path("guidelines/<slug:slug>/pages/<int:number>.csv", guidelines.guideline_page_csv, name="guideline_page_csv"),
    path("guidelines/<slug:slug>/sections/<slug:key>/", guidelines.guideline_section, name="guideline_section"),
    path("specialties/", specialties.specialties, name="specialties"),
    path("specialties/<slug:slug>/", specialties.specialty, name="specialty"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics.csv", statistics.statistics_csv, name="statistics_csv"),
    path("suggest/", suggest.suggestions, name="suggest"),
    path("suggest.json", suggest.suggestions_json, name="suggest_json"),
    path("help/", help.search_help, name="help"),
    path("about/", help.about, name="about"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("accessibility/", help.accessibility, name="accessibility"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("opensearch.xml", sitemap.opensearch, name="opensearch"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap.sitemap_section, name="sitemap_section"),
    path("favicon.ico", sitemap.favicon, name="favicon"),
    path("robots.txt", health.robots, name="robots"),
]
