module org.example.weather {
    requires org.weatherinference.model;
}
