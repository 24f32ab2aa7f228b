import { BrowserRouter, Route, Routes } from 'react-router';
import OfficeApp from './features/office/OfficeApp.tsx';

/** The office at its address. */
export default function OfficeRoutes() {
  return (
    <BrowserRouter>
      <Routes>
        <Route path="/office/*" element={<OfficeApp />} />
      </Routes>
    </BrowserRouter>
  );
}
