package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.ProblemType;
import org.weatherinference.server.PhotoAnswers.Answering;
import org.weatherinference.server.PhotoAnswers.Reason;

/** The page, alone and within others, and its form for browsers without JavaScript. Safe to share. */
final class PageRoute {
    private static final int MOST_FORM_BYTES = 16 * 1024;

    private final ServedModels models;
    private final PhotoAnswers answers;
    private final Access access;
    private final Failures failures;
    private final ServerSettings.Limits limits;
    private final ServerSettings.State state;

    PageRoute(ServedModels models, PhotoAnswers answers, Access access, Failures failures, ServerSettings settings) {
        this.models = models;
        this.answers = answers;
        this.access = access;
        this.failures = failures;
        this.limits = settings.limits();
        this.state = settings.state();
    }

    /** {@code GET /}. */
    void page(Request request) throws ProblemException {
        show(request, false, List.of());
    }

    /** {@code GET /embed}: the same for another page's frame. */
    void embed(Request request) throws ProblemException {
        show(request, true, List.of());
    }

    /** {@code POST /}: the page with the answer in it. */
    void answer(Request request) throws ProblemException {
        show(request, false, outcomes(request));
    }

    private List<Outcome> outcomes(Request request) {
        try {
            access.admitForm(request);
            String model = Frame.of(request.context()).query().get("model");
            try (Answering answering = answers.begin(request, model, Reason.HEAT_ON_PICTURE)) {
                return outcomes(request, answering);
            }
        } catch (ProblemException problem) {
            return List.of(refused(request, problem));
        }
    }

    private List<Outcome> outcomes(Request request, Answering answering) throws ProblemException {
        if (request.mediaType().equals("multipart/form-data")) {
            List<PhotoPart> parts = PhotoForm.read(request, limits);
            return parts.size() == 1
                    ? List.of(new Outcome.Answered(answering.one(parts.getFirst())))
                    : answering.each(parts);
        }
        Fields fields = fields(request);
        String sample = fields.getValue("sample");
        if (sample != null && PageView.SAMPLES.contains(sample)) {
            return List.of(new Outcome.Answered(answering.one(AssetRoute.read(sample + ".jpg"), null)));
        }
        String url = fields.getValue("url");
        if (url == null || url.isEmpty()) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "the form has neither \"photo\" nor \"url\" nor a known \"sample\"");
        }
        return List.of(new Outcome.Answered(answering.at(url)));
    }

    private static Fields fields(Request request) throws ProblemException {
        byte[] form = request.body().readAll(MOST_FORM_BYTES, ProblemType.REQUEST_TOO_LARGE, "the form");
        Fields fields = new Fields();
        try {
            UrlEncoded.decodeTo(new String(form, UTF_8), fields::add, UTF_8);
            return fields;
        } catch (RuntimeException malformed) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "the form is malformed: " + malformed.getMessage());
        }
    }

    private Outcome refused(Request request, ProblemException problem) {
        failures.begin(problem, request.context());
        return new Outcome.Refused(request.id(), null, problem);
    }

    private void show(Request request, boolean embedded, List<Outcome> outcomes) throws ProblemException {
        Frame frame = Frame.of(request.context());
        // The very version that answered the form, or that the page's scripts shall ask.
        ServedModel model = models.find(null, request.id(), true);
        List<Outcome> shown = outcomes;
        try {
            model = models.find(frame.query().get("model"), request.id(), true);
        } catch (ProblemException unknown) {
            // The page is shown all the same, over the first.
            shown = outcomes.isEmpty() ? List.of(refused(request, unknown)) : outcomes;
        }
        PageView view = new PageView(
                frame,
                embedded,
                model.manifest(),
                model.classifier().explains(),
                models.referencesWith(model),
                entry(),
                null,
                shown);
        Template.render(request.context(), "page.jte", embedded ? "*" : "'none'", Map.of("view", view));
    }

    private PageView.Entry entry() {
        int keepDays = (int) Math.ceilDiv(state.keepPhotos().toHours(), 24);
        return new PageView.Entry(access.ticket(), access.asksVisitors(), state.feedback(), keepDays);
    }

    /** {@code GET /models/{ref}}: a bundle's card. */
    void card(Request request) throws ProblemException {
        Context context = request.context();
        ServedModel model = models.find(context.pathParam("ref"));
        Template.render(
                context,
                "card.jte",
                "'none'",
                Map.of(
                        "frame", Frame.of(context),
                        "reference", model.reference(),
                        "card", ModelCard.html(model.classifier().bundle())));
    }

    /** {@code GET /manage}: the operator's page, which asks the API for all that it shows. */
    void manage(Request request) throws ProblemException {
        Context context = request.context();
        models.find(null);
        List<BundleManifest> served =
                models.all().stream().map(ServedModel::manifest).toList();
        ManageView view = new ManageView(
                Frame.of(context),
                served.stream().map(BundleManifest::name).distinct().toList(),
                served.stream()
                        .flatMap(manifest -> manifest.labels().stream())
                        .distinct()
                        .sorted()
                        .toList());
        Template.render(context, "manage.jte", "'none'", Map.of("view", view));
    }

    /** {@code GET /manifest.webmanifest}: what a phone needs to install the page (W3C Web Application Manifest). */
    void manifest(Request request) {
        request.context().contentType("application/manifest+json").result(WebManifest.of(Frame.of(request.context())));
    }
}
